import type { Knex } from 'knex';

/** How often a bureau was asked, and how often it was not because the answer was known; by day and method. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_calls_saved', (table) => {
    table.date('day').notNullable();
    table.string('method', 60).notNullable();
    table.bigInteger('asked').notNullable().defaultTo(0);
    table.bigInteger('saved').notNullable().defaultTo(0);
    table.primary(['day', 'method']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_calls_saved');
}
