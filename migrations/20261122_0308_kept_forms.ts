import type { Knex } from 'knex';

/** What somebody had typed when his session ran out; given back after he has signed in. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('kept_forms', (table) => {
    table.bigIncrements('id');
    table.string('form_no', 32).notNullable().unique();
    table.string('token_digest', 64).notNullable().unique();
    table.bigInteger('user_id').unsigned().notNullable().references('users.id');
    table.string('path', 300).notNullable();
    table.text('body_sealed', 'mediumtext').notNullable();
    table.datetime('expires_at', { precision: 3 }).notNullable().index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('kept_forms');
}
