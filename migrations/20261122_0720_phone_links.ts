import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('phone_links', (table) => {
    table.string('token_digest', 64).primary();
    table.string('filing_no', 20).notNullable();
    table.bigInteger('customer_id').notNullable();
    table.string('step', 20).notNullable();
    table.datetime('expires_at', { precision: 3 }).notNullable().index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('phone_links');
}
