import type { Knex } from 'knex';

/**
 * Long work on cards, done in the background: an import, an undoing, a bulk act, an export, and how far each is.
 * `due_at`: while a worker is on it, half a minute ahead; when it has come, the worker is gone.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('card_tasks', (table) => {
    table.bigIncrements('id');
    table.string('task_no', 20).notNullable().unique();
    table.string('kind', 10).notNullable();
    table.string('state', 10).notNullable();
    table.bigInteger('batch_id').nullable().index();
    table.bigInteger('made_by').nullable();
    table.specificType('plan_sealed', 'mediumtext').notNullable();
    table.integer('pieces').notNullable().defaultTo(0);
    table.bigInteger('total_rows').notNullable().defaultTo(0);
    table.bigInteger('done_rows').notNullable().defaultTo(0);
    table.bigInteger('bad_rows').notNullable().defaultTo(0);
    table.string('problem', 200).nullable();
    table.datetime('due_at', { precision: 3 }).nullable().index();
    table.string('lease_token', 64).nullable();
    table.datetime('started_at', { precision: 3 }).nullable();
    table.bigInteger('started_row').notNullable().defaultTo(0);
    table.datetime('stop_asked_at', { precision: 3 }).nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('finished_at', { precision: 3 }).nullable();
    table.datetime('expires_at', { precision: 3 }).nullable().index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('card_tasks');
}
