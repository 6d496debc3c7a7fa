import type { Knex } from 'knex';

/**
 * Addresses of the provider's panel that are called about orders. `failing_since`: no call has come through since;
 * `rest_until`: too many failed in a row, the others wait so long.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('panel_endpoints', (table) => {
    table.bigIncrements('id');
    table.string('endpoint_no', 20).notNullable().unique();
    table.string('name', 60).notNullable();
    table.string('url', 500).notNullable();
    table.text('secret_sealed').notNullable();
    table.string('events', 200).notNullable();
    table.boolean('is_on').notNullable();
    table.string('off_reason', 200).notNullable().defaultTo('');
    table.datetime('failing_since', { precision: 3 }).nullable();
    table.datetime('rest_until', { precision: 3 }).nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('removed_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('panel_endpoints');
}
