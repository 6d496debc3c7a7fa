import type { Knex } from 'knex';

/**
 * How much one buyer, address or device has of a product, and how many unpaid orders it holds (product 0):
 * counted in one conditional statement, so that orders at once cannot pass a limit together.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('buying_counts', (table) => {
    table.bigInteger('product_id').notNullable();
    table.string('kind', 10).notNullable();
    table.specificType('who', 'binary(16)').notNullable();
    table.bigInteger('bought').notNullable();
    table.primary(['product_id', 'kind', 'who']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('buying_counts');
}
