import type { Knex } from 'knex';

/** Every version of every code table that was seeded or that a bureau has sent; the newest that counts is used. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('code_tables', (table) => {
    table.bigIncrements('id');
    table.string('table_name', 50).notNullable();
    table.string('source', 20).notNullable();
    table.bigInteger('bureau_id').nullable();
    table.text('rows_json', 'longtext').notNullable();
    table.string('rows_hash', 64).notNullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.index(['table_name', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('code_tables');
}
