import type { Knex } from 'knex';

/** The hourly clearing finds what ran out without reading, and locking, every link. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('password_links', (table) => {
    table.index('expires_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('password_links', (table) => {
    table.dropIndex('expires_at');
  });
}
