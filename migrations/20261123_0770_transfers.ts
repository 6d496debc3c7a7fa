import type { Knex } from 'knex';

/** Tables of people that come in or go out, and how far each is. What is chosen for one may name people: sealed. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('transfers', (table) => {
    table.bigIncrements('id');
    table.string('transfer_no', 40).notNullable().unique();
    table.string('kind', 10).notNullable();
    table.string('subject', 20).notNullable();
    table.string('state', 20).notNullable();
    table.bigInteger('made_by').notNullable();
    table.specificType('plan_sealed', 'mediumtext').notNullable();
    table.integer('pieces').notNullable().defaultTo(0);
    table.integer('total_rows').notNullable().defaultTo(0);
    table.integer('done_rows').notNullable().defaultTo(0);
    table.integer('bad_rows').notNullable().defaultTo(0);
    table.text('counts_json').notNullable();
    table.string('problem', 200).nullable();
    table.datetime('due_at', { precision: 3 }).nullable().index();
    table.string('lease_token', 64).nullable();
    table.datetime('started_at', { precision: 3 }).nullable();
    table.integer('started_row').notNullable().defaultTo(0);
    table.datetime('stop_asked_at', { precision: 3 }).nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('finished_at', { precision: 3 }).nullable();
    table.datetime('expires_at', { precision: 3 }).nullable().index();
    table.index(['kind', 'made_by', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('transfers');
}
