import type { Knex } from 'knex';

/** Which version of the interface profile a record was written by, so that it goes up in that version's frame. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_records', (table) => {
    table.bigInteger('profile_id').nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_records', (table) => table.dropColumn('profile_id'));
}
