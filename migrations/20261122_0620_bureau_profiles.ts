import type { Knex } from 'knex';

/** Versions of interface profiles. `active_name` is there while a version is the one in force, so there is only one. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_profiles', (table) => {
    table.bigIncrements('id');
    table.string('name', 40).notNullable();
    table.integer('version').notNullable();
    table.specificType('document_json', 'mediumtext').notNullable();
    table.string('document_hash', 64).notNullable();
    table.string('source', 10).notNullable();
    table.string('status', 10).notNullable();
    table.string('active_name', 40).nullable().unique();
    table.string('note', 300).notNullable();
    table.bigInteger('made_by').nullable();
    table.datetime('made_at', { precision: 3 }).notNullable();
    table.bigInteger('activated_by').nullable();
    table.datetime('activated_at', { precision: 3 }).nullable();
    table.unique(['name', 'version']);
  });
  await knex.schema.alterTable('bureaus', (table) => {
    table.string('profile_name', 40).notNullable().defaultTo('V3.0');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureaus', (table) => table.dropColumn('profile_name'));
  await knex.schema.dropTable('bureau_profiles');
}
