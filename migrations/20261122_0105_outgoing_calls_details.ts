import type { Knex } from 'knex';

/** What a call carried, masked; and the log of one system by time and by outcome. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('outgoing_calls', (table) => {
    table.string('details_json', 2000).nullable();
    table.index(['system', 'at']);
    table.index(['system', 'outcome', 'at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('outgoing_calls', (table) => {
    table.dropIndex(['system', 'outcome', 'at']);
    table.dropIndex(['system', 'at']);
    table.dropColumn('details_json');
  });
}
