import type { Knex } from 'knex';

/** Under which numbers a bureau may speak of a record: ours, its own, ICP numbers, domains. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_record_marks', (table) => {
    table.bigInteger('record_id').notNullable();
    table.bigInteger('bureau_id').notNullable();
    table.string('operation', 20).notNullable();
    table.string('mark', 128).collate('utf8mb4_bin').notNullable();
    table.primary(['record_id', 'mark']);
    table.index(['bureau_id', 'mark']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_record_marks');
}
