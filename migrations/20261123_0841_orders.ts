import type { Knex } from 'knex';

/**
 * One order is one variant in some quantity; its prices are the server's, kept as they were.
 * `hold_until`: until when an unpaid one holds its stock. `delivery_due_at`: paid, and owed its goods.
 * `telling_due_at`: owed a mail, a message or a call to a panel.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('orders', (table) => {
    table.bigIncrements('id');
    table.string('order_no', 20).notNullable().unique();
    table.bigInteger('product_id').notNullable();
    table.bigInteger('variant_id').notNullable();
    table.string('delivery', 20).notNullable();
    table.string('status', 12).notNullable();
    table.integer('quantity').notNullable();
    table.bigInteger('unit_cents').notNullable();
    table.bigInteger('discount_cents').notNullable().defaultTo(0);
    table.bigInteger('total_cents').notNullable();
    table.bigInteger('refunded_cents').notNullable().defaultTo(0);
    table.bigInteger('cost_cents').nullable();
    table.bigInteger('user_id').nullable();
    table.text('contact_sealed').nullable();
    table.specificType('buyer_index', 'binary(16)').notNullable();
    table.specificType('source_index', 'binary(16)').nullable();
    table.specificType('device_index', 'binary(16)').nullable();
    table.string('password_hash', 120).nullable();
    table.text('form_sealed').nullable();
    table.string('gateway', 20).nullable();
    table.bigInteger('payment_id').nullable();
    table.specificType('request_key', 'binary(16)').nullable().unique();
    table.specificType('request_digest', 'binary(16)').nullable();
    table.boolean('is_late').notNullable().defaultTo(false);
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('hold_until', { precision: 3 }).nullable();
    table.datetime('paid_at', { precision: 3 }).nullable();
    table.datetime('delivered_at', { precision: 3 }).nullable();
    table.datetime('closed_at', { precision: 3 }).nullable();
    table.datetime('delivery_due_at', { precision: 3 }).nullable();
    table.datetime('telling_due_at', { precision: 3 }).nullable();
    table.datetime('seen_at', { precision: 3 }).nullable();
    table.index(['status', 'id']);
    table.index(['status', 'hold_until']);
    table.index(['variant_id', 'status', 'paid_at']);
    table.index(['product_id', 'id']);
    table.index(['user_id', 'id']);
    table.index(['buyer_index', 'id']);
    table.index(['delivery_due_at']);
    table.index(['telling_due_at']);
    table.index(['paid_at']);
    table.index(['created_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('orders');
}
