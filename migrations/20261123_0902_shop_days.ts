import type { Knex } from 'knex';

/** The hours of a day in Beijing added up: for reports over months. `uncosted`: how many were paid whose cost nobody knows. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('shop_days', (table) => {
    table.string('day', 10).notNullable();
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
    table.primary(['day', 'variant_id', 'gateway']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('shop_days');
}
