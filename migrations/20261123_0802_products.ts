import type { Knex } from 'knex';

/** What is sold. `hidden_token`: not listed, found by its link alone. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('products', (table) => {
    table.bigIncrements('id');
    table.string('product_no', 20).notNullable().unique();
    table.bigInteger('category_id').nullable().index();
    table.string('name', 120).notNullable();
    table.string('summary', 300).notNullable().defaultTo('');
    table.text('description_html').notNullable();
    table.string('picture_no', 64).nullable();
    table.string('delivery', 20).notNullable();
    table.boolean('is_on').notNullable().defaultTo(false);
    table.datetime('on_at', { precision: 3 }).nullable();
    table.datetime('off_at', { precision: 3 }).nullable();
    table.string('hidden_token', 40).nullable().unique();
    table.integer('position').notNullable().defaultTo(0);
    table.integer('most_per_order').notNullable().defaultTo(100);
    table.integer('most_per_buyer').nullable();
    table.integer('most_per_source').nullable();
    table.integer('warranty_days').notNullable().defaultTo(0);
    table.text('form_json').nullable();
    table.text('grants_json').nullable();
    table.integer('version').notNullable().defaultTo(1);
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.index(['is_on', 'position', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('products');
}
