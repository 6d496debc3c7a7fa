import type { Knex } from 'knex';

/** Filed domains that are looked at again and again; what was last found stands in watch_findings. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('watched_domains', (table) => {
    table.bigIncrements('id');
    table.string('watch_no', 40).notNullable().unique();
    table.string('domain', 253).notNullable().unique();
    table.string('service_no', 40).notNullable().index();
    table.string('filing_no', 40).nullable().index();
    table.bigInteger('customer_id').nullable();
    table.string('province_code', 6).notNullable();
    // Whose it was when it was first looked at; a person confirms a change.
    table.string('holder_index', 64).nullable();
    table.string('icp_number', 128).nullable();
    table.date('entity_id_until').nullable();
    table.date('leader_id_until').nullable();
    table.date('domain_until').nullable();
    table.datetime('approved_at', { precision: 3 }).nullable();
    // The gravest of what stands: 0 nothing, 1 note, 2 warn, 3 critical.
    table.integer('level').notNullable().defaultTo(0);
    table.text('look_json').nullable();
    table.datetime('next_check_at', { precision: 3 }).nullable().index();
    table.datetime('checked_at', { precision: 3 }).nullable();
    table.datetime('ended_at', { precision: 3 }).nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.index(['level', 'id']);
    table.index(['province_code', 'level', 'id']);
    table.index(['customer_id', 'level', 'id']);
  });
  await knex.schema.createTable('watch_cursors', (table) => {
    table.string('name', 40).primary();
    table.bigInteger('after_id').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('watch_cursors');
  await knex.schema.dropTable('watched_domains');
}
