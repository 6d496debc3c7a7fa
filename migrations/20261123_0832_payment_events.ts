import type { Knex } from 'knex';

/**
 * What a gateway said, whole and sealed, before anything is made of it. `verdict`: what we made of it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('payment_events', (table) => {
    table.bigIncrements('id');
    table.string('event_no', 20).notNullable().unique();
    table.string('gateway', 20).notNullable();
    table.bigInteger('payment_id').nullable();
    table.string('source', 10).notNullable();
    table.string('verdict', 30).notNullable();
    table.text('content_sealed', 'mediumtext').notNullable();
    table.datetime('at', { precision: 3 }).notNullable();
    table.index(['payment_id']);
    table.index(['gateway', 'at']);
    table.index(['verdict', 'at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('payment_events');
}
