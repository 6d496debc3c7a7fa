import type { Knex } from 'knex';

/** The hours of the interface profile beside a bureau's own, and how often a bureau may be called. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureaus', (table) => {
    table.string('profile_hours', 20).notNullable().defaultTo('');
    table.integer('calls_per_hour').nullable();
  });
  await knex.schema.createTable('bureau_call_times', (table) => {
    table.bigIncrements('id');
    table.bigInteger('bureau_id').notNullable();
    table.datetime('at', { precision: 3 }).notNullable();
    table.index(['bureau_id', 'at', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_call_times');
  await knex.schema.alterTable('bureaus', (table) => {
    table.dropColumns('profile_hours', 'calls_per_hour');
  });
}
