import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('users', (table) => {
    table.bigIncrements('id');
    table.string('user_no', 32).notNullable().unique();
    table.text('name_sealed').notNullable();
    table.text('email_sealed').nullable();
    table.string('email_index', 64).nullable().unique();
    table.text('mobile_sealed').nullable();
    table.string('mobile_index', 64).nullable().unique();
    table.string('password_hash', 255).nullable();
    table.datetime('password_set_at', { precision: 3 }).nullable();
    table.datetime('disabled_at', { precision: 3 }).nullable();
    table.datetime('signed_in_at', { precision: 3 }).nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('users');
}
