import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_downloads', (table) => {
    table.bigIncrements('id');
    table.string('download_no', 40).notNullable().unique();
    table.bigInteger('bureau_id').notNullable();
    table.string('file_name', 255).collate('utf8mb4_bin').notNullable();
    table.string('zip_hash', 24).notNullable();
    table.integer('zip_bytes').notNullable();
    table.datetime('received_at', { precision: 3 }).notNullable();
    table.datetime('acked_at', { precision: 3 }).nullable();
    table.datetime('applied_at', { precision: 3 }).nullable();
    table.string('kinds', 100).nullable();
    table.integer('results').notNullable();
    table.integer('unknown').notNullable();
    table.string('unknown_names', 300).nullable();
    table.unique(['bureau_id', 'file_name']);
    table.index(['bureau_id', 'applied_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_downloads');
}
