import type { Knex } from 'knex';

/**
 * How often one person has spent one coupon, counted so that two orders at once cannot pass the limit.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('coupon_buyers', (table) => {
    table.bigInteger('coupon_id').notNullable();
    table.specificType('buyer_index', 'binary(16)').notNullable();
    table.integer('uses').notNullable();
    table.primary(['coupon_id', 'buyer_index']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('coupon_buyers');
}
