import type { Knex } from 'knex';

/**
 * One comparison of a day with a gateway, asked payment by payment or read from its bill. `cursor_id`: the last payment
 * compared, so that it goes on where it stopped. `round_key` ("alipay:2026-11-22"): by night each day is begun once.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('reconciliations', (table) => {
    table.bigIncrements('id');
    table.string('reconciliation_no', 20).notNullable().unique();
    table.string('gateway', 20).notNullable();
    table.string('day', 10).notNullable();
    table.string('source', 10).notNullable();
    table.string('round_key', 40).nullable().unique();
    table.string('state', 10).notNullable();
    table.bigInteger('cursor_id').notNullable().defaultTo(0);
    table.integer('total').notNullable().defaultTo(0);
    table.integer('checked').notNullable().defaultTo(0);
    table.bigInteger('made_by').nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('due_at', { precision: 3 }).nullable();
    table.datetime('done_at', { precision: 3 }).nullable();
    table.index(['due_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('reconciliations');
}
