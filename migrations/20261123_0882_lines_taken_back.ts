import type { Knex } from 'knex';

/** A line whose money was given back and whose card is void stays in the history, and holds good no more. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('delivered_lines', (table) => {
    table.datetime('taken_back_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('delivered_lines', (table) => {
    table.dropColumn('taken_back_at');
  });
}
