import type { Knex } from 'knex';

/** `open_key` is there while the alarm stands, so that one fault rings once. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_alarms', (table) => {
    table.bigIncrements('id');
    table.bigInteger('bureau_id').notNullable();
    table.string('code', 40).notNullable();
    table.string('open_key', 80).nullable().unique();
    table.string('words', 500).notNullable();
    table.datetime('raised_at', { precision: 3 }).notNullable();
    table.datetime('announced_at', { precision: 3 }).nullable();
    table.datetime('cleared_at', { precision: 3 }).nullable();
    table.index(['announced_at', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_alarms');
}
