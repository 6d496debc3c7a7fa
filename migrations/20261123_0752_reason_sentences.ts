import type { Knex } from 'knex';

/** What bureaus have said, each way to put it once, without the data of the filing it was said about. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('reason_sentences', (table) => {
    table.bigIncrements('id');
    table.string('sentence_no', 18).notNullable().unique();
    table.specificType('sentence_index', 'char(64)').notNullable().unique();
    table.string('bureau_code', 20).notNullable();
    table.text('sentence_sealed').notNullable();
    table.integer('times').unsigned().notNullable();
    table.datetime('first_at', { precision: 3 }).notNullable();
    table.datetime('last_at', { precision: 3 }).notNullable().index();
    table.string('filing_nos', 200).notNullable();
    table.boolean('is_known').notNullable();
    table.datetime('dismissed_at', { precision: 3 }).nullable();
    table.index(['is_known', 'dismissed_at', 'last_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('reason_sentences');
}
