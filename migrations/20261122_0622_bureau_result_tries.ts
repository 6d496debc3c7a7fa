import type { Knex } from 'knex';

/** A result that its filing cannot take up is tried again later and later, and somebody is told. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_results', (table) => {
    table.integer('tries').notNullable().defaultTo(0);
    table.datetime('next_try_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_results', (table) => {
    table.dropColumn('tries');
    table.dropColumn('next_try_at');
  });
}
