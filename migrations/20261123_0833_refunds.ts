import type { Knex } from 'knex';

/**
 * Money that goes back. `due_at`: when the gateway is asked next to give it back; null when nothing is owed.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('refunds', (table) => {
    table.bigIncrements('id');
    table.string('refund_no', 32).notNullable().unique();
    table.bigInteger('payment_id').notNullable().index();
    table.bigInteger('amount_cents').notNullable();
    table.string('way', 10).notNullable();
    table.string('state', 10).notNullable();
    table.string('reason', 200).notNullable();
    table.string('gateway_refund_no', 80).nullable();
    table.string('last_error', 300).nullable();
    table.bigInteger('made_by').nullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('due_at', { precision: 3 }).nullable();
    table.datetime('done_at', { precision: 3 }).nullable();
    table.index(['due_at']);
    table.index(['state', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('refunds');
}
