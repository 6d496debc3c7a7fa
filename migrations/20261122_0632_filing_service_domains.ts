import type { Knex } from 'knex';

/** Domains of filed services; the newest version of a service says which. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_service_domains', (table) => {
    table.bigIncrements('id');
    table.string('service_no', 40).notNullable().index();
    table.string('bureau_domain_id', 20).notNullable();
    table.string('our_id', 20).nullable();
    table.string('domain', 255).notNullable().index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_service_domains');
}
