import type { Knex } from 'knex';

/**
 * What happened to an order, in the words of the timeline.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('order_events', (table) => {
    table.bigIncrements('id');
    table.bigInteger('order_id').notNullable().index();
    table.string('event', 30).notNullable();
    table.string('detail', 300).notNullable().defaultTo('');
    table.string('actor', 80).notNullable().defaultTo('');
    table.datetime('at', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('order_events');
}
