import type { Knex } from 'knex';

/**
 * What a worker does for an operator over many orders: write a file, or do the same to each. The row is what is owed:
 * `due_at` lies half a minute ahead while a worker is on it. `cursor_id`: the last order that is done.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('shop_tasks', (table) => {
    table.bigIncrements('id');
    table.string('task_no', 20).notNullable().unique();
    table.string('kind', 20).notNullable();
    table.string('state', 10).notNullable();
    table.bigInteger('made_by').notNullable();
    table.text('plan_sealed').notNullable();
    table.integer('pieces').notNullable().defaultTo(0);
    table.integer('total').notNullable().defaultTo(0);
    table.integer('done').notNullable().defaultTo(0);
    table.integer('skipped').notNullable().defaultTo(0);
    table.bigInteger('cursor_id').nullable();
    table.string('problem', 200).nullable();
    table.datetime('due_at', { precision: 3 }).nullable();
    table.string('lease_token', 43).nullable();
    table.datetime('started_at', { precision: 3 }).nullable();
    table.datetime('stop_asked_at', { precision: 3 }).nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('finished_at', { precision: 3 }).nullable();
    table.datetime('expires_at', { precision: 3 }).nullable();
    table.index(['due_at']);
    table.index(['made_by', 'id']);
    table.index(['expires_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('shop_tasks');
}
