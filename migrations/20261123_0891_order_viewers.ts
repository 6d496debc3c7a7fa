import type { Knex } from 'knex';

/** Browsers that may see an order without its password for some time: by look-up, or by a mailed link. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('order_viewers', (table) => {
    table.bigInteger('order_id').notNullable();
    table.specificType('device_index', 'binary(16)').notNullable();
    table.datetime('expires_at', { precision: 3 }).notNullable();
    table.primary(['order_id', 'device_index']);
    table.index(['expires_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('order_viewers');
}
