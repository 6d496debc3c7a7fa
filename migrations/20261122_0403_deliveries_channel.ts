import type { Knex } from 'knex';

/** The latest of a channel, for its settings page, also when the other channel sends all the time. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.index(['channel', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.dropIndex(['channel', 'id']);
  });
}
