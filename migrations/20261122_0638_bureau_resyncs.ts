import type { Knex } from 'knex';

/** A full list that a bureau has sent (SJTB): it waits until somebody has seen what it would change. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_resyncs', (table) => {
    table.bigIncrements('id');
    table.string('resync_no', 40).notNullable().unique();
    table.bigInteger('bureau_id').notNullable();
    table.string('open_key', 40).nullable().unique();
    table.string('state', 10).notNullable();
    table.integer('items').notNullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.bigInteger('settled_by').nullable();
    table.datetime('settled_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_resyncs');
}
