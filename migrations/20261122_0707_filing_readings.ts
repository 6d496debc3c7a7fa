import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_readings', (table) => {
    table.bigIncrements('id');
    table.bigInteger('filing_id').unsigned().notNullable();
    table.string('slot', 60).notNullable();
    table.string('document_no', 30).notNullable();
    table.string('path', 100).notNullable();
    table.string('field', 40).notNullable();
    table.text('value_sealed').notNullable();
    table.float('confidence').notNullable();
    // 'applied' to the form, 'kept' beside what the person typed, or 'undone' by the person.
    table.string('state', 10).notNullable();
    table.datetime('at', { precision: 3 }).notNullable();
    table.unique(['filing_id', 'document_no', 'path']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_readings');
}
