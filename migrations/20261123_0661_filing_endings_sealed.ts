import type { Knex } from 'knex';
import { seal } from '../src/platform/seal.ts';

const TABLE: string = 'filing_endings';

interface Row {
  id: number;
  bureau_id: number;
  what: string;
  bureau_record_id: string;
  remark: string;
}

/** Why a bureau has cancelled something is its own words: sealed like the record itself. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filing_endings', (table) => {
    table.text('remark_sealed').nullable();
  });
  for (let after = 0; ; ) {
    const rows: Row[] = await knex<Row>(TABLE)
      .where('id', '>', after)
      .whereNotNull('remark')
      .orderBy('id')
      .limit(500);
    for (const { id, bureau_id, what, bureau_record_id, remark } of rows) {
      const place = `filing_endings.remark:${bureau_id}/${what}/${bureau_record_id}`;
      await knex(TABLE)
        .where({ id })
        .update({ remark_sealed: seal(remark, place) });
      after = id;
    }
    if (rows.length === 0) break;
  }
  await knex.schema.alterTable('filing_endings', (table) => {
    table.dropColumn('remark');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filing_endings', (table) => {
    table.string('remark', 300).nullable();
    table.dropColumn('remark_sealed');
  });
}
