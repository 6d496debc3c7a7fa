import type { Knex } from 'knex';

/** The pictures of a product in order: what stands here, and nothing else of the documents, anybody may see. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('product_pictures', (table) => {
    table.bigInteger('product_id').notNullable();
    table.string('no', 64).notNullable().index();
    table.integer('position').notNullable();
    table.primary(['product_id', 'no']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('product_pictures');
}
