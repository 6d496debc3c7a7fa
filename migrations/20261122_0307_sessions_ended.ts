import type { Knex } from 'knex';

/** An ended session stays as a row: from it we know which devices are not new. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sessions', (table) => {
    table.datetime('ended_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sessions', (table) => {
    table.dropColumn('ended_at');
  });
}
