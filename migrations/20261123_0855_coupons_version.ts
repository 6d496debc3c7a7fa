import type { Knex } from 'knex';

/** Two operators may change one coupon at once. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('coupons', (table) => {
    table.integer('version').notNullable().defaultTo(1);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('coupons', (table) => {
    table.dropColumn('version');
  });
}
