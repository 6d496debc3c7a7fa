import type { Knex } from 'knex';

/** Filed entities as the bureaus last published them; people and certificates only sealed. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_entities', (table) => {
    table.bigIncrements('id');
    table.string('entity_no', 40).notNullable().unique();
    table.bigInteger('bureau_id').notNullable();
    table.string('bureau_entity_id', 20).notNullable();
    table.string('our_id', 20).nullable();
    table.string('subject', 40).nullable().index();
    table.string('icp_number', 128).nullable().index();
    table.string('certificate_index', 64).notNullable().index();
    table.specificType('record_sealed', 'mediumtext').notNullable();
    table.string('version_key', 60).notNullable();
    table.datetime('noted_at', { precision: 3 }).notNullable();
    table.unique(['bureau_id', 'bureau_entity_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_entities');
}
