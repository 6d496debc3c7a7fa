import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('api_clients', (table) => {
    table.bigIncrements('id');
    table.string('client_no', 32).notNullable().unique();
    table.string('name', 60).notNullable();
    // Whom it acts as.
    table.bigInteger('user_id').unsigned().notNullable().references('users.id');
    table.string('key_digest', 64).notNullable().unique();
    table.string('key_end', 4).notNullable();
    table.text('permissions_json').notNullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('used_at', { precision: 3 }).nullable();
    table.datetime('disabled_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('api_clients');
}
