import type { Knex } from 'knex';

/** Proofs of work and waits that have bought an order: each of them serves once. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('spent_challenges', (table) => {
    table.specificType('digest', 'binary(16)').primary();
    table.datetime('expires_at', { precision: 3 }).notNullable().index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('spent_challenges');
}
