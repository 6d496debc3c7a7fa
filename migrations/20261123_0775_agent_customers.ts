import type { Knex } from 'knex';

/** Whose customer somebody is: an agent (代理) looks at his customers' filings before the provider does. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('agent_customers', (table) => {
    table.bigIncrements('id');
    // A customer has one agent at most.
    table.bigInteger('customer_id').unsigned().notNullable().unique();
    table.bigInteger('agent_id').unsigned().notNullable();
    // 'invitation' or 'administrator'.
    table.string('how', 20).notNullable();
    table.datetime('at', { precision: 3 }).notNullable();
    table.index(['agent_id', 'id']);
  });
  await knex.schema.createTable('agent_invitations', (table) => {
    table.bigIncrements('id');
    table.bigInteger('agent_id').unsigned().notNullable().unique();
    table.string('token_digest', 64).notNullable().unique();
    table.datetime('made_at', { precision: 3 }).notNullable();
    table.datetime('expires_at', { precision: 3 }).notNullable();
  });
  await knex.schema.alterTable('filings', (table) => {
    // By when the agent decides; then the filing goes on without him.
    table.datetime('agent_due_at', { precision: 3 }).nullable();
  });
  await knex.schema.alterTable('filing_reviews', (table) => {
    table.boolean('is_agent').notNullable().defaultTo(false);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('filing_reviews', (table) => {
    table.dropColumn('is_agent');
  });
  await knex.schema.alterTable('filings', (table) => {
    table.dropColumn('agent_due_at');
  });
  await knex.schema.dropTable('agent_invitations');
  await knex.schema.dropTable('agent_customers');
}
