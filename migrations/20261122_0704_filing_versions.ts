import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_versions', (table) => {
    table.bigIncrements('id');
    table.bigInteger('filing_id').unsigned().notNullable();
    table.integer('version').unsigned().notNullable();
    table.text('form_sealed', 'mediumtext').notNullable();
    table.datetime('submitted_at', { precision: 3 }).notNullable();
    table.unique(['filing_id', 'version']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_versions');
}
