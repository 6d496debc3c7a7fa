import type { Knex } from 'knex';

/**
 * Which order has spent which coupon; given back when the order is cancelled or lapses.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('coupon_uses', (table) => {
    table.bigInteger('order_id').primary();
    table.bigInteger('coupon_id').notNullable();
    table.specificType('buyer_index', 'binary(16)').notNullable();
    table.bigInteger('discount_cents').notNullable();
    table.datetime('at', { precision: 3 }).notNullable();
    table.datetime('given_back_at', { precision: 3 }).nullable();
    table.index(['coupon_id', 'at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('coupon_uses');
}
