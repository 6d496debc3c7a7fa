import type { Knex } from 'knex';

/** The numbers under which a bureau knows our records: given once per filing and part, never again. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_ids', (table) => {
    table.bigInteger('id').primary();
    table.string('subject', 40).notNullable();
    table.string('path', 200).collate('utf8mb4_bin').notNullable();
    table.string('given_id', 20).nullable();
    table.bigInteger('given_by').nullable();
    table.index(['given_by', 'given_id']);
    table.unique(['subject', 'path']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_ids');
}
