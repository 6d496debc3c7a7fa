import type { Knex } from 'knex';

/**
 * `restocked_at`: when its stock last rose from nothing, for whoever waits for it. `warned_at`: that it is below its
 * warning level has been told; null again once it is above.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('variants', (table) => {
    table.datetime('restocked_at', { precision: 3 }).nullable();
    table.datetime('warned_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('variants', (table) => {
    table.dropColumn('restocked_at');
    table.dropColumn('warned_at');
  });
}
