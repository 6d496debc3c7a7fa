import type { Knex } from 'knex';

/** What belongs to no filing of ours or was not understood: it waits here, whole, for an operator. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_inbox', (table) => {
    table.bigIncrements('id');
    table.string('inbox_no', 40).notNullable().unique();
    table.bigInteger('bureau_id').notNullable();
    table.bigInteger('download_id').nullable().index();
    table.string('body_no', 40).notNullable();
    table.string('kind', 20).notNullable();
    table.integer('items').notNullable();
    table.string('reason', 300).notNullable();
    table.datetime('at', { precision: 3 }).notNullable();
    table.datetime('handled_at', { precision: 3 }).nullable();
    table.index(['bureau_id', 'handled_at', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_inbox');
}
