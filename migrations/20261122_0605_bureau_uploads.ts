import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_uploads', (table) => {
    table.bigIncrements('id');
    table.string('upload_no', 40).notNullable().unique();
    table.bigInteger('bureau_id').notNullable();
    table.bigInteger('sequence').notNullable();
    table.string('zip_hash', 24).notNullable();
    table.integer('zip_bytes').notNullable();
    table.integer('xml_bytes').notNullable();
    table.integer('records').notNullable();
    table.string('status', 20).notNullable();
    table.integer('tries').notNullable();
    table.integer('msg_code').nullable();
    table.string('msg', 300).nullable();
    table.datetime('frozen_at', { precision: 3 }).notNullable();
    table.datetime('sending_at', { precision: 3 }).nullable();
    table.datetime('accepted_at', { precision: 3 }).nullable();
    table.unique(['bureau_id', 'sequence']);
    table.index(['bureau_id', 'status', 'sequence']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_uploads');
}
