import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_pictures', (table) => {
    table.bigIncrements('id');
    table.bigInteger('filing_id').unsigned().notNullable();
    table.string('slot', 60).notNullable();
    table.string('document_no', 30).notNullable();
    // 'waiting' for what OCR reads, 'taken', 'wrong_kind' or 'none'.
    table.string('reading', 20).notNullable();
    table.datetime('added_at', { precision: 3 }).notNullable();
    table.unique(['filing_id', 'document_no']);
    table.index(['reading', 'added_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_pictures');
}
