import type { Knex } from 'knex';

/** A product's 规格: what has a price and a stock. `stock` is a maintained count of available cards, compared each night. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('variants', (table) => {
    table.bigIncrements('id');
    table.string('variant_no', 20).notNullable().unique();
    table.bigInteger('product_id').notNullable().index();
    table.string('name', 60).notNullable();
    table.bigInteger('price_cents').notNullable();
    table.bigInteger('member_price_cents').nullable();
    table.bigInteger('cost_cents').nullable();
    table.text('steps_json').nullable();
    table.bigInteger('stock').notNullable().defaultTo(0);
    table.integer('warn_at').nullable();
    table.integer('position').notNullable().defaultTo(0);
    table.boolean('is_on').notNullable().defaultTo(true);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('variants');
}
