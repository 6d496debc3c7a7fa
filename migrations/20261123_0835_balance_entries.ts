import type { Knex } from 'knex';

/**
 * Why a balance changed. `subject` ('order:12', 'refund:7') is unique per reason: the same deed counts once.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('balance_entries', (table) => {
    table.bigIncrements('id');
    table.bigInteger('user_id').notNullable();
    table.bigInteger('cents').notNullable();
    table.string('reason', 20).notNullable();
    table.string('subject', 40).notNullable();
    table.datetime('at', { precision: 3 }).notNullable();
    table.unique(['reason', 'subject']);
    table.index(['user_id', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('balance_entries');
}
