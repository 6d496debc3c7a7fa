import type { Knex } from 'knex';

/** What a bureau has cancelled, known here or not, and the file that said so. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_endings', (table) => {
    table.bigIncrements('id');
    table.bigInteger('bureau_id').notNullable();
    table.string('what', 10).notNullable();
    table.string('bureau_record_id', 20).notNullable();
    table.string('file_order', 40).notNullable();
    table.string('remark', 300).nullable();
    table.datetime('noted_at', { precision: 3 }).notNullable();
    table.unique(['bureau_id', 'what', 'bureau_record_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_endings');
}
