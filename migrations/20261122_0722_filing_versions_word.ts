import type { Knex } from 'knex';

/** What a customer says to the reviewer when a filing goes back as it was: sealed, it may name people. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filing_versions', (table) => {
    table.text('word_sealed').nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filing_versions', (table) => {
    table.dropColumn('word_sealed');
  });
}
