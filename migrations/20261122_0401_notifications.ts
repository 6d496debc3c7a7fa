import type { Knex } from 'knex';

/** Messages inside the site. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('notifications', (table) => {
    table.bigIncrements('id');
    table.string('message_no', 32).notNullable().unique();
    table.bigInteger('user_id').unsigned().notNullable();
    table.string('event', 50).notNullable();
    table.text('content_sealed').notNullable();
    table.string('link', 300).nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('read_at', { precision: 3 }).nullable();
    table.index(['user_id', 'id']);
    table.index(['user_id', 'read_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('notifications');
}
