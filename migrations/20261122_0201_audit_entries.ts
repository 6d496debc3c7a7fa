import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_entries', (table) => {
    table.bigIncrements('id');
    table.string('entry_no', 32).notNullable().unique();
    table.datetime('at', { precision: 3 }).notNullable();
    table.string('actor_kind', 20).notNullable();
    table.bigInteger('actor_id').nullable();
    // Name and address of the actor; opened for the page and for the hash.
    table.text('actor_sealed').notNullable();
    table.string('action', 100).notNullable();
    table.string('subject', 150).notNullable();
    table.text('details_json').notNullable();
    table.bigInteger('chain_no').nullable().unique();
    table.string('prev_hash', 64).nullable();
    table.string('hash', 64).nullable();
    table.index(['subject', 'id']);
    table.index(['action', 'id']);
    table.index(['actor_id', 'id']);
    table.index(['at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_entries');
}
