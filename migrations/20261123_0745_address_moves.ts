import type { Knex } from 'knex';

/** One act that gives many filed websites new addresses: a change for each entity concerned. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('address_moves', (table) => {
    table.bigIncrements('id');
    table.string('move_no', 20).notNullable().unique();
    table.text('pairs_json').notNullable();
    table.string('state', 10).notNullable();
    table.bigInteger('created_by').notNullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('done_at', { precision: 3 }).nullable();
    table.index(['state', 'id']);
  });
  await knex.schema.createTable('address_move_items', (table) => {
    table.bigIncrements('id');
    table.bigInteger('move_id').notNullable();
    table.string('entity_no', 20).notNullable();
    table.string('state', 10).notNullable();
    table.string('filing_no', 20).nullable();
    table.string('words', 300).nullable();
    table.datetime('settled_at', { precision: 3 }).nullable();
    table.unique(['move_id', 'entity_no']);
    table.index(['move_id', 'state']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('address_move_items');
  await knex.schema.dropTable('address_moves');
}
