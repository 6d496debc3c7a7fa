import type { Knex } from 'knex';

/** What has happened since some moment, of one kind. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('order_events', (table) => {
    table.index(['event', 'at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('order_events', (table) => {
    table.dropIndex(['event', 'at']);
  });
}
