import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('outgoing_calls', (table) => {
    table.bigIncrements('id');
    table.string('system', 50).notNullable();
    table.string('action', 100).notNullable();
    table.string('target', 300).notNullable();
    table.string('subject', 100).nullable();
    table.string('outcome', 50).notNullable();
    table.string('detail', 500).nullable();
    table.integer('took_ms').notNullable();
    table.datetime('at', { precision: 3 }).notNullable().index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('outgoing_calls');
}
