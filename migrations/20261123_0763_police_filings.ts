import type { Knex } from 'knex';

/** 公安联网备案 of a site, as its customer told it: the number, or that none is needed. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('police_filings', (table) => {
    table.string('service_no', 40).primary();
    table.string('police_number', 60).nullable();
    table.datetime('not_needed_at', { precision: 3 }).nullable();
    table.bigInteger('set_by').notNullable();
    table.datetime('set_at', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('police_filings');
}
