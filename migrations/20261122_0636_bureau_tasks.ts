import type { Knex } from 'knex';

/** What a bureau wants done, until when, and what was answered. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_tasks', (table) => {
    table.bigIncrements('id');
    table.string('task_no', 40).notNullable().unique();
    table.bigInteger('bureau_id').notNullable();
    table.string('kind', 30).notNullable();
    table.string('task_key', 64).notNullable();
    table.string('open_key', 100).nullable().unique();
    table.string('subject', 255).notNullable();
    table.string('filing_no', 40).nullable().index();
    table.specificType('body_sealed', 'mediumtext').notNullable();
    table.string('body_order', 40).notNullable();
    table.string('state', 10).notNullable();
    table.datetime('deadline_at', { precision: 3 }).notNullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.specificType('answer_sealed', 'mediumtext').nullable();
    table.string('record_no', 40).nullable();
    table.string('closed_words', 300).nullable();
    table.bigInteger('settled_by').nullable();
    table.datetime('settled_at', { precision: 3 }).nullable();
    table.index(['bureau_id', 'task_key', 'body_order']);
    table.index(['state', 'deadline_at', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_tasks');
}
