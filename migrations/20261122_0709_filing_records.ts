import type { Knex } from 'knex';

/** The record under which the filing was put in line last. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filings', (table) => {
    table.string('record_no', 40).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filings', (table) => {
    table.dropColumn('record_no');
  });
}
