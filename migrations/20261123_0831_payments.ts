import type { Knex } from 'knex';

/**
 * Money that somebody is asked for. `payment_no` is our number at the gateway, `trade_no` the gateway's.
 * `ask_due_at`: when the gateway is asked next whether it was paid. `landed_at`: the order or balance has it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('payments', (table) => {
    table.bigIncrements('id');
    table.string('payment_no', 32).notNullable().unique();
    table.string('purpose', 10).notNullable();
    table.bigInteger('subject_id').notNullable();
    table.string('gateway', 20).notNullable();
    table.string('method', 20).notNullable().defaultTo('');
    table.bigInteger('amount_cents').notNullable();
    table.string('currency', 3).notNullable().defaultTo('CNY');
    table.string('title', 120).notNullable();
    table.string('status', 10).notNullable();
    table.string('trade_no', 80).nullable();
    table.text('way_sealed').nullable();
    table.bigInteger('refunded_cents').notNullable().defaultTo(0);
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('expires_at', { precision: 3 }).notNullable();
    table.datetime('paid_at', { precision: 3 }).nullable();
    table.datetime('landed_at', { precision: 3 }).nullable();
    table.datetime('ask_due_at', { precision: 3 }).nullable();
    table.integer('asks').notNullable().defaultTo(0);
    table.index(['purpose', 'subject_id']);
    table.index(['trade_no']);
    table.index(['ask_due_at']);
    table.index(['status', 'landed_at']);
    table.index(['gateway', 'paid_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('payments');
}
