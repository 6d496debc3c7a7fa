import type { Knex } from 'knex';

/** The lines a reviewer found right, as paths of the form: those that stay as they are need not be looked at twice. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filing_reviews', (table) => {
    table.text('ticked_json').nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filing_reviews', (table) => {
    table.dropColumn('ticked_json');
  });
}
