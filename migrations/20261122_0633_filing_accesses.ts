import type { Knex } from 'knex';

/** Who gives access to a filed service; all providers, not only us. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_accesses', (table) => {
    table.bigIncrements('id');
    table.string('service_no', 40).notNullable().index();
    table.string('bureau_access_id', 20).notNullable().index();
    table.string('our_id', 20).nullable();
    table.string('provider_id', 20).notNullable();
    table.text('place_json').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_accesses');
}
