import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_reviews', (table) => {
    table.bigIncrements('id');
    table.bigInteger('filing_id').unsigned().notNullable();
    table.integer('version').unsigned().notNullable();
    table.bigInteger('reviewer_id').unsigned().nullable();
    table.string('decision', 10).notNullable();
    table.text('marks_sealed', 'mediumtext').notNullable();
    table.text('note_sealed').nullable();
    table.datetime('at', { precision: 3 }).notNullable();
    // What was submitted once is decided once.
    table.unique(['filing_id', 'version']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_reviews');
}
