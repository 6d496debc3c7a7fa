import type { Knex } from 'knex';

/** What a heading of somebody's table was last taken for; '' when its column was left out. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('transfer_headings', (table) => {
    table.bigIncrements('id');
    table.string('heading', 100).notNullable().unique();
    table.string('field', 40).notNullable();
    table.datetime('used_at', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('transfer_headings');
}
