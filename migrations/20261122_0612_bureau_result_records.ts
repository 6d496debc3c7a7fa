import type { Knex } from 'knex';

/** Which record of the filing a result is about: a filing that was refused and sent again has several. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_results', (table) => {
    table.string('record_no', 40).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_results', (table) => {
    table.dropColumn('record_no');
  });
}
