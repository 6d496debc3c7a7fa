import type { Knex } from 'knex';

/** Loop cards and manual goods have no row per piece: `allotted` says how many may be sold, `is_endless` that nobody counts. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('variants', (table) => {
    table.boolean('is_endless').notNullable().defaultTo(false);
    table.bigInteger('allotted').notNullable().defaultTo(0);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('variants', (table) => {
    table.dropColumn('is_endless');
    table.dropColumn('allotted');
  });
}
