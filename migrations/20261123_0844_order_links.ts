import type { Knex } from 'knex';

/**
 * One-time links to an order, sent by mail: only their digest is kept.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('order_links', (table) => {
    table.string('token_digest', 64).primary();
    table.bigInteger('order_id').notNullable().index();
    table.datetime('expires_at', { precision: 3 }).notNullable();
    table.datetime('used_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('order_links');
}
