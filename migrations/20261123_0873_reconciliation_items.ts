import type { Knex } from 'knex';

/** What did not agree: `repaired` by itself, or `open` until an operator says what he did about it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('reconciliation_items', (table) => {
    table.bigIncrements('id');
    table.bigInteger('reconciliation_id').notNullable();
    table.string('payment_no', 64).notNullable();
    table.bigInteger('payment_id').nullable();
    table.string('fault', 20).notNullable();
    table.string('ours', 60).notNullable();
    table.string('theirs', 60).notNullable();
    table.string('state', 10).notNullable();
    table.string('reason', 200).nullable();
    table.bigInteger('resolved_by').nullable();
    table.datetime('resolved_at', { precision: 3 }).nullable();
    table.unique(['reconciliation_id', 'payment_no', 'fault']);
    table.index(['state', 'id']);
    table.index(['payment_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('reconciliation_items');
}
