import type { Knex } from 'knex';

/** How many records of the interface a record of ours holds; when the bureau said yes to it, and published what came of it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_records', (table) => {
    table.integer('items').notNullable().defaultTo(1);
    table.datetime('passed_at', { precision: 3 }).nullable();
    table.datetime('published_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_records', (table) => {
    table.dropColumns('items', 'passed_at', 'published_at');
  });
}
