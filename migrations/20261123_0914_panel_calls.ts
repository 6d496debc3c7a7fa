import type { Knex } from 'knex';

/**
 * Calls to the panel that are owed, or were made: written in the transaction of the deed they tell of. What is sent
 * stands in `body`, the same for every try; no secret is in it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('panel_calls', (table) => {
    table.bigIncrements('id');
    table.string('call_no', 20).notNullable().unique();
    table.string('event_id', 20).notNullable();
    table.bigInteger('endpoint_id').notNullable();
    table.bigInteger('order_id').nullable();
    table.string('event', 30).notNullable();
    table.text('body').notNullable();
    table.string('state', 10).notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.datetime('due_at', { precision: 3 }).nullable();
    table.string('last_error', 300).nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('done_at', { precision: 3 }).nullable();
    table.unique(['endpoint_id', 'event_id']);
    table.index(['endpoint_id', 'state', 'due_at']);
    table.index(['endpoint_id', 'id']);
    table.index(['order_id', 'endpoint_id', 'state']);
    table.index(['state', 'due_at']);
    table.index(['created_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('panel_calls');
}
