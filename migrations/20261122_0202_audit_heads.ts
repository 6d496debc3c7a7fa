import type { Knex } from 'knex';

/** One row: where the chain ends, and when it was last verified. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_heads', (table) => {
    table.integer('id').primary();
    table.bigInteger('chain_no').notNullable();
    table.string('hash', 64).notNullable();
    table.string('mac', 64).notNullable();
    table.datetime('checked_at', { precision: 3 }).nullable();
    table.bigInteger('checked_entries').nullable();
    table.string('fault', 200).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_heads');
}
