import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_records', (table) => {
    table.bigIncrements('id');
    table.string('record_no', 40).notNullable().unique();
    table.bigInteger('bureau_id').notNullable();
    table.string('subject', 40).notNullable().index();
    table.string('kind', 20).notNullable();
    table.integer('xml_bytes').notNullable();
    table.string('status', 20).notNullable();
    table.bigInteger('upload_id').nullable().index();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('answered_at', { precision: 3 }).nullable();
    table.index(['bureau_id', 'status', 'created_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_records');
}
