import type { Knex } from 'knex';

/** What a person has changed of a version of an interface profile and not yet made a version of; one for each. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_profile_drafts', (table) => {
    table.bigIncrements('id');
    table.bigInteger('profile_id').notNullable();
    table.bigInteger('user_id').notNullable();
    table.specificType('document_json', 'mediumtext').notNullable();
    table.integer('revision').notNullable();
    table.datetime('updated_at', { precision: 3 }).notNullable();
    table.unique(['profile_id', 'user_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_profile_drafts');
}
