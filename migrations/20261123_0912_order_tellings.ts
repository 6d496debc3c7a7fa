import type { Knex } from 'knex';

/** What a buyer has been told of his order: the key is the fence against telling him twice. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('order_tellings', (table) => {
    table.bigInteger('order_id').notNullable();
    table.string('what', 40).notNullable();
    table.datetime('told_at', { precision: 3 }).notNullable();
    table.primary(['order_id', 'what']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('order_tellings');
}
