import type { Knex } from 'knex';

/** Sealed content of any size in parts of 1 MB, so that no database's packet or row limit stands in the way. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_bodies', (table) => {
    table.string('body_no', 40).notNullable();
    table.integer('part').notNullable();
    table.specificType('bytes_sealed', 'mediumblob').notNullable();
    table.primary(['body_no', 'part']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_bodies');
}
