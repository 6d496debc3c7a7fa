import type { Knex } from 'knex';

/** Up to where those who run the shop have been told of what needs them, by kind; and when, so that they are not told of each. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('shop_alerts', (table) => {
    table.string('kind', 20).primary();
    table.datetime('told_at', { precision: 3 }).notNullable();
    table.datetime('up_to', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('shop_alerts');
}
