import type { Knex } from 'knex';

/** What hosting panels asked before they bound a domain, and what they were told. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('gate_answers', (table) => {
    table.bigIncrements('id');
    table.string('domain', 253).notNullable();
    table.boolean('allowed').notNullable();
    table.string('reason', 30).notNullable();
    table.bigInteger('user_id').notNullable();
    table.bigInteger('client_id').nullable();
    table.datetime('at', { precision: 3 }).notNullable().index();
    table.index(['domain', 'at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('gate_answers');
}
