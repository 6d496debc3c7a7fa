import type { Knex } from 'knex';

/** The console counts what was submitted and approved in a day. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filings', (table) => {
    table.index('submitted_at');
    table.index('approved_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filings', (table) => {
    table.dropIndex('submitted_at');
    table.dropIndex('approved_at');
  });
}
