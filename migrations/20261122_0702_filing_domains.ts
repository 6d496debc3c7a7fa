import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_domains', (table) => {
    table.bigIncrements('id');
    table.bigInteger('filing_id').unsigned().notNullable();
    table.integer('service_index').unsigned().notNullable();
    table.string('domain', 253).notNullable().index();
    // The domain while its filing is under way, so that a second one is refused by the key.
    table.string('open_domain', 253).nullable().unique();
    table.string('icp_number', 60).nullable();
    table.string('bureau_domain_id', 40).nullable();
    table.unique(['filing_id', 'domain']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_domains');
}
