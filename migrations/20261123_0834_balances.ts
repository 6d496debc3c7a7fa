import type { Knex } from 'knex';

/**
 * What a person has with us, never below nothing: spent by one conditional statement.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('balances', (table) => {
    table.bigInteger('user_id').primary();
    table.bigInteger('cents').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('balances');
}
