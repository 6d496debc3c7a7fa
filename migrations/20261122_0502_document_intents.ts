import type { Knex } from 'knex';

/** Pictures that are being stored: written before their bytes, gone with the row that names them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('document_intents', (table) => {
    table.string('no', 20).primary();
    table.dateTime('at', { precision: 3 }).notNullable().index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('document_intents');
}
