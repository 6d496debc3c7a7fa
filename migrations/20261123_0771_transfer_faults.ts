import type { Knex } from 'knex';

/** Rows of an import that were refused, and why. The row itself lies sealed in its file, and only there. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('transfer_faults', (table) => {
    table.bigIncrements('id');
    table.bigInteger('transfer_id').notNullable();
    table.integer('row_no').notNullable();
    table.text('faults_json').notNullable();
    table.unique(['transfer_id', 'row_no']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('transfer_faults');
}
