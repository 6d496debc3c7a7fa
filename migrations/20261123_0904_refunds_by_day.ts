import type { Knex } from 'knex';

/** What went back is counted in the hour in which it was done. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('refunds', (table) => {
    table.index(['done_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('refunds', (table) => {
    table.dropIndex(['done_at']);
  });
}
