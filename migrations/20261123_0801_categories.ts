import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('categories', (table) => {
    table.bigIncrements('id');
    table.string('category_no', 20).notNullable().unique();
    table.string('name', 60).notNullable();
    table.integer('position').notNullable().defaultTo(0);
    table.boolean('is_shown').notNullable().defaultTo(true);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('categories');
}
