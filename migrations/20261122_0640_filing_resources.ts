import type { Knex } from 'knex';

/** Addresses and domain registrations that were filed with a bureau (IP, YM), as it last listed them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_resources', (table) => {
    table.bigIncrements('id');
    table.string('resource_no', 40).notNullable().unique();
    table.bigInteger('bureau_id').notNullable();
    table.string('what', 20).notNullable();
    table.string('bureau_record_id', 20).notNullable();
    table.string('our_id', 20).nullable();
    table.bigInteger('first_ip').nullable().index();
    table.bigInteger('last_ip').nullable();
    table.string('domain', 255).nullable().index();
    table.specificType('record_sealed', 'mediumtext').notNullable();
    table.string('version_key', 60).notNullable();
    table.datetime('noted_at', { precision: 3 }).notNullable();
    table.unique(['bureau_id', 'what', 'bureau_record_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_resources');
}
