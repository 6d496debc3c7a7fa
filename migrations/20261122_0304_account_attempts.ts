import type { Knex } from 'knex';

/** How often something was tried within a window: limits that survive a restart and a lost Redis. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('account_attempts', (table) => {
    table.string('key_index', 64).primary();
    table.integer('tries').notNullable();
    table.datetime('ends_at', { precision: 3 }).notNullable().index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('account_attempts');
}
