import type { Knex } from 'knex';

/**
 * One card: its secret sealed and bound to its digest, the digest keyed and unique. `sell_by`: the last day it is worth
 * selling, far away when it does not lapse, so that the soonest go first by one index.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('cards', (table) => {
    table.bigIncrements('id');
    table.bigInteger('variant_id').notNullable();
    table.bigInteger('batch_id').notNullable();
    table.binary('digest', 16).notNullable();
    table.binary('secret_sealed').notNullable();
    table.specificType('status', 'tinyint').notNullable();
    table.date('sell_by').notNullable();
    table.bigInteger('order_id').nullable();
    table.unique(['digest']);
    table.index(['variant_id', 'status', 'sell_by', 'id'], 'cards_to_sell');
    table.index(['order_id']);
    table.index(['batch_id', 'status']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('cards');
}
