import type { Knex } from 'knex';

/**
 * What an order was given, line by line: the last fence against a card that goes out twice. A loop card is shared
 * by many lines; what an operator typed is sealed here. A replaced line stays, with what took its place.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('delivered_lines', (table) => {
    table.bigIncrements('id');
    table.bigInteger('order_id').notNullable();
    table.integer('line').notNullable();
    table.bigInteger('card_id').nullable().unique();
    table.bigInteger('shared_card_id').nullable().index();
    table.text('content_sealed', 'mediumtext').nullable();
    table.bigInteger('replaces_id').nullable().unique();
    table.datetime('delivered_at', { precision: 3 }).notNullable();
    table.datetime('replaced_at', { precision: 3 }).nullable();
    table.unique(['order_id', 'line']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('delivered_lines');
}
