import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_events', (table) => {
    table.bigIncrements('id');
    table.bigInteger('filing_id').unsigned().notNullable();
    table.datetime('at', { precision: 3 }).notNullable();
    table.string('event', 40).notNullable();
    table.string('status', 20).notNullable();
    table.string('actor_kind', 10).notNullable();
    table.bigInteger('actor_id').unsigned().nullable();
    table.string('words', 300).nullable();
    table.datetime('expected_at', { precision: 3 }).nullable();
    table.index(['filing_id', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_events');
}
