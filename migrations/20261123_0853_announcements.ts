import type { Knex } from 'knex';

/** What the shop says to everybody above its products, from when until when. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('announcements', (table) => {
    table.bigIncrements('id');
    table.string('announcement_no', 20).notNullable().unique();
    table.string('title', 60).notNullable();
    table.string('body', 500).notNullable().defaultTo('');
    table.string('tone', 10).notNullable().defaultTo('info');
    table.datetime('starts_at', { precision: 3 }).nullable();
    table.datetime('ends_at', { precision: 3 }).nullable();
    table.boolean('is_on').notNullable().defaultTo(true);
    table.integer('version').notNullable().defaultTo(1);
    table.datetime('created_at', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('announcements');
}
