import type { Knex } from 'knex';

/**
 * What the shop sold in an hour, by variant and way of payment: what pages add up instead of a million orders.
 * `variant_id` 0 marks an hour that has been counted. Placed orders stand under the way ''.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('shop_hours', (table) => {
    table.datetime('hour_at').notNullable();
    table.bigInteger('variant_id').notNullable();
    table.string('gateway', 20).notNullable();
    table.integer('placed').notNullable().defaultTo(0);
    table.integer('paid').notNullable().defaultTo(0);
    table.bigInteger('pieces').notNullable().defaultTo(0);
    table.bigInteger('revenue_cents').notNullable().defaultTo(0);
    table.bigInteger('cost_cents').notNullable().defaultTo(0);
    table.integer('uncosted').notNullable().defaultTo(0);
    table.integer('refunds').notNullable().defaultTo(0);
    table.bigInteger('refunded_cents').notNullable().defaultTo(0);
    table.primary(['hour_at', 'variant_id', 'gateway']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('shop_hours');
}
