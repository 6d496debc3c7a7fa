import type { Knex } from 'knex';

/** The files that a full list has come in. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_resync_files', (table) => {
    table.bigInteger('resync_id').notNullable();
    table.bigInteger('download_id').notNullable();
    table.primary(['resync_id', 'download_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_resync_files');
}
