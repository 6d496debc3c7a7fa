import type { Knex } from 'knex';

/** What is old enough to be forgotten is found by its time. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_status_answers', (table) => {
    table.index(['fresh_until']);
  });
  await knex.schema.alterTable('bureau_uploads', (table) => {
    table.datetime('emptied_at', { precision: 3 }).nullable();
    table.index(['emptied_at', 'accepted_at']);
  });
  await knex.schema.alterTable('bureau_downloads', (table) => {
    table.datetime('emptied_at', { precision: 3 }).nullable();
    table.index(['emptied_at', 'received_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_status_answers', (table) => {
    table.dropIndex(['fresh_until']);
  });
  await knex.schema.alterTable('bureau_uploads', (table) => {
    table.dropIndex(['emptied_at', 'accepted_at']);
    table.dropColumn('emptied_at');
  });
  await knex.schema.alterTable('bureau_downloads', (table) => {
    table.dropIndex(['emptied_at', 'received_at']);
    table.dropColumn('emptied_at');
  });
}
