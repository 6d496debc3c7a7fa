import type { Knex } from 'knex';

/** Addresses of an access; as numbers, so that a range is found by an address in it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_access_ips', (table) => {
    table.bigIncrements('id');
    table.string('service_no', 40).notNullable().index();
    table.string('bureau_access_id', 20).notNullable();
    table.string('bureau_ip_id', 20).notNullable();
    table.string('our_id', 20).nullable();
    table.bigInteger('first_ip').notNullable().index();
    table.bigInteger('last_ip').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_access_ips');
}
