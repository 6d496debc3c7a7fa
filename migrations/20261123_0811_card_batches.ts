import type { Knex } from 'knex';

/** One import or one making of cards: undone whole while nothing of it is sold. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('card_batches', (table) => {
    table.bigIncrements('id');
    table.string('batch_no', 20).notNullable().unique();
    table.bigInteger('variant_id').notNullable().index();
    table.string('source', 20).notNullable();
    table.string('state', 20).notNullable();
    table.string('note', 200).notNullable().defaultTo('');
    table.bigInteger('made_by').nullable();
    table.bigInteger('cards').notNullable().defaultTo(0);
    table.datetime('created_at', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('card_batches');
}
