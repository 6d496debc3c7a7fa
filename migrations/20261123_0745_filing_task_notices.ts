import type { Knex } from 'knex';

/** Of which tasks of a bureau the customer of a filing was told: once each. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_task_notices', (table) => {
    table.string('task_no', 40).primary();
    table.string('filing_no', 40).notNullable();
    table.datetime('told_at', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_task_notices');
}
