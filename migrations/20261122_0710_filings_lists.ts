import type { Knex } from 'knex';

/** The operators' list, newest first, of one status or one province. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filings', (table) => {
    table.index(['status', 'id']);
    table.index(['province_code', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filings', (table) => {
    table.dropIndex(['status', 'id']);
    table.dropIndex(['province_code', 'id']);
  });
}
