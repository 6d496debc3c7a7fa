import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('user_roles', (table) => {
    table.bigInteger('user_id').unsigned().notNullable().references('users.id');
    table.string('role', 30).notNullable();
    table.primary(['user_id', 'role']);
    table.index(['role', 'user_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('user_roles');
}
