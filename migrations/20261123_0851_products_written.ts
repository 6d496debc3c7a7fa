import type { Knex } from 'knex';

/** What an operator typed of a description, of which the HTML is made; and when a product was put away. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('products', (table) => {
    table.text('description_text').nullable();
    table.datetime('archived_at', { precision: 3 }).nullable();
  });
  // Each variant is edited on a page of its own, and two may do it at once.
  await knex.schema.alterTable('variants', (table) => {
    table.integer('version').notNullable().defaultTo(1);
  });
  // Codes that were made in one go.
  await knex.schema.alterTable('coupons', (table) => {
    table.string('run_no', 20).nullable().index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('coupons', (table) => {
    table.dropColumn('run_no');
  });
  await knex.schema.alterTable('variants', (table) => {
    table.dropColumn('version');
  });
  await knex.schema.alterTable('products', (table) => {
    table.dropColumn('description_text');
    table.dropColumn('archived_at');
  });
}
