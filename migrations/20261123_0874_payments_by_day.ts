import type { Knex } from 'knex';

/** A gateway's payments of a day, for lists and reconciliation. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('payments', (table) => {
    table.index(['gateway', 'created_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('payments', (table) => {
    table.dropIndex(['gateway', 'created_at']);
  });
}
