import type { Knex } from 'knex';

/** What a bureau said about a filing, until the filing has taken it up. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_results', (table) => {
    table.bigIncrements('id');
    table.string('result_no', 40).notNullable().unique();
    table.bigInteger('bureau_id').notNullable();
    table.string('subject', 40).notNullable().index();
    table.string('kind', 20).notNullable();
    table.text('body_sealed', 'mediumtext').notNullable();
    table.datetime('at', { precision: 3 }).notNullable();
    table.datetime('settled_at', { precision: 3 }).nullable();
    table.index(['settled_at', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_results');
}
