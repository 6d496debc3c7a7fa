import type { Knex } from 'knex';

/** Since when a filed record that a filing led to is no more, and what the bureau said of it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filings', (table) => {
    table.datetime('ended_at', { precision: 3 }).nullable();
    table.text('ended_words_sealed').nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filings', (table) => {
    table.dropColumn('ended_at');
    table.dropColumn('ended_words_sealed');
  });
}
