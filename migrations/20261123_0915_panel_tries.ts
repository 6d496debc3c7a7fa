import type { Knex } from 'knex';

/** Each try of a call to the panel, and the beginning of what was answered. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('panel_tries', (table) => {
    table.bigIncrements('id');
    table.bigInteger('call_id').notNullable().index();
    table.datetime('at', { precision: 3 }).notNullable();
    table.integer('status').nullable();
    table.text('answer').nullable();
    table.string('error', 300).nullable();
    table.integer('took_ms').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('panel_tries');
}
