import type { Knex } from 'knex';

/** The latest calls of one bureau, however many the others make. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('outgoing_calls', (table) => {
    table.index(['system', 'subject']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('outgoing_calls', (table) => {
    table.dropIndex(['system', 'subject']);
  });
}
