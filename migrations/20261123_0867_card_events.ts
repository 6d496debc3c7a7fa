import type { Knex } from 'knex';

/** What was done to single cards, for their life story; what happened to a whole batch stands in the audit. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('card_events', (table) => {
    table.bigIncrements('id');
    table.bigInteger('card_id').notNullable().index();
    table.string('event', 20).notNullable();
    table.string('detail', 200).notNullable().defaultTo('');
    table.bigInteger('user_id').nullable();
    table.datetime('at', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('card_events');
}
