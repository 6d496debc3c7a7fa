import type { Knex } from 'knex';

/** The bureau's own order of its files: the newest is in force, whichever came first. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('code_tables', (table) => {
    table.string('file_order', 40).notNullable().defaultTo('');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('code_tables', (table) => table.dropColumn('file_order'));
}
