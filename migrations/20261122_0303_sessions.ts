import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sessions', (table) => {
    table.bigIncrements('id');
    table.string('session_no', 32).notNullable().unique();
    table.bigInteger('user_id').unsigned().notNullable().references('users.id');
    table.string('token_digest', 64).notNullable().unique();
    table.string('ip_masked', 60).nullable();
    table.string('device', 100).notNullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('seen_at', { precision: 3 }).notNullable().index();
    table.index(['user_id', 'seen_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('sessions');
}
