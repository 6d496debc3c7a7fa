import type { Knex } from 'knex';

/** How often reviewers give each ready reason, and which of them stand first in their lists. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('reason_gives', (table) => {
    table.bigIncrements('id');
    table.string('rule_code', 60).notNullable().unique();
    table.integer('times').unsigned().notNullable().defaultTo(0);
    table.datetime('last_at', { precision: 3 }).nullable();
    table.datetime('pinned_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('reason_gives');
}
