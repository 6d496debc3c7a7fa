import type { Knex } from 'knex';

/** The public number of a link between agent and customer, for addresses. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('agent_customers', (table) => {
    table.string('link_no', 30).notNullable().unique();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('agent_customers', (table) => {
    table.dropColumn('link_no');
  });
}
