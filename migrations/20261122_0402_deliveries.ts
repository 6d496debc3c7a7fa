import type { Knex } from 'knex';

/** Mails and text messages that are owed, or were sent. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('deliveries', (table) => {
    table.bigIncrements('id');
    table.string('delivery_no', 32).notNullable().unique();
    table.bigInteger('user_id').unsigned().notNullable();
    table.string('event', 50).notNullable();
    table.string('channel', 20).notNullable();
    table.string('status', 20).notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.datetime('due_at', { precision: 3 }).notNullable();
    table.datetime('expires_at', { precision: 3 }).notNullable();
    table.datetime('sending_at', { precision: 3 }).nullable();
    // Address and words; emptied when they have left.
    table.text('content_sealed', 'mediumtext').nullable();
    table.string('last_error', 300).nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('sent_at', { precision: 3 }).nullable();
    table.index(['status', 'due_at']);
    table.index(['user_id', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('deliveries');
}
