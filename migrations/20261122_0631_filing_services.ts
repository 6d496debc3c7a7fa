import type { Knex } from 'knex';

/** Filed services of the entities, by the bureau's own numbers. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_services', (table) => {
    table.bigIncrements('id');
    table.string('service_no', 40).notNullable().unique();
    table.bigInteger('bureau_id').notNullable();
    table.string('bureau_service_id', 20).notNullable();
    table.string('bureau_entity_id', 20).notNullable();
    table.string('our_id', 20).nullable();
    table.string('subject', 40).nullable().index();
    table.string('icp_number', 128).nullable().index();
    table.specificType('record_sealed', 'mediumtext').notNullable();
    table.string('version_key', 60).notNullable();
    table.datetime('noted_at', { precision: 3 }).notNullable();
    table.unique(['bureau_id', 'bureau_service_id']);
    table.index(['bureau_id', 'bureau_entity_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_services');
}
