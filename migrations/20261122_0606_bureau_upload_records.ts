import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_upload_records', (table) => {
    table.bigInteger('upload_id').notNullable();
    table.bigInteger('record_id').notNullable().index();
    table.primary(['upload_id', 'record_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_upload_records');
}
