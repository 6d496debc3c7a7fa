import type { Knex } from 'knex';

/** Whether a record has ended is asked by its number, whatever it is. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filing_endings', (table) => {
    table.index(['bureau_id', 'bureau_record_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filing_endings', (table) => {
    table.dropIndex(['bureau_id', 'bureau_record_id']);
  });
}
