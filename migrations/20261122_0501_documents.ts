import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('documents', (table) => {
    table.bigIncrements('id');
    table.string('no', 20).notNullable().unique();
    table.bigInteger('owner_id').notNullable().index();
    table.string('purpose', 60).notNullable();
    table.string('source_sha256', 64).notNullable();
    table.integer('width').notNullable();
    table.integer('height').notNullable();
    table.integer('bytes').notNullable();
    table.text('quality_json').notNullable();
    table.string('ocr_status', 20).notNullable();
    table.datetime('ocr_due_at', { precision: 3 }).nullable();
    table.integer('ocr_attempts').notNullable().defaultTo(0);
    table.float('ocr_progress').notNullable().defaultTo(0);
    table.text('reading_sealed', 'mediumtext').nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.index(['ocr_status', 'ocr_due_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('documents');
}
