import type { Knex } from 'knex';

/**
 * A 优惠券: `uses_left` is what is spent, atomically. `amount` is cents for `fixed`, percent off for `percent`.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('coupons', (table) => {
    table.bigIncrements('id');
    table.string('coupon_no', 20).notNullable().unique();
    table.string('code', 40).notNullable().unique();
    table.string('kind', 10).notNullable();
    table.bigInteger('amount').notNullable();
    table.bigInteger('minimum_cents').notNullable().defaultTo(0);
    table.bigInteger('product_id').nullable();
    table.integer('most_per_person').nullable();
    table.integer('uses_total').notNullable();
    table.integer('uses_left').notNullable();
    table.datetime('starts_at', { precision: 3 }).nullable();
    table.datetime('ends_at', { precision: 3 }).nullable();
    table.boolean('is_on').notNullable().defaultTo(true);
    table.string('note', 200).notNullable().defaultTo('');
    table.bigInteger('made_by').nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('coupons');
}
