import type { Knex } from 'knex';

/** Lines of an import that were not taken, and why. The line itself lies sealed in its file, and only there. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('card_faults', (table) => {
    table.bigInteger('task_id').notNullable();
    table.integer('row_no').notNullable();
    table.string('fault', 20).notNullable();
    table.primary(['task_id', 'row_no']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('card_faults');
}
