import type { Knex } from 'knex';

/** Which domains each item of a bureau's list of sites has named: a change that leaves one out takes it off. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_block_mentions', (table) => {
    table.bigIncrements('id');
    table.bigInteger('bureau_id').notNullable();
    table.string('domain', 255).notNullable();
    table.string('item_order', 40).notNullable();
    table.string('operation', 10).notNullable();
    table.unique(['bureau_id', 'item_order', 'domain'], {
      indexName: 'bureau_block_mentions_item',
    });
    table.index(['bureau_id', 'domain']);
  });
  await knex.raw(`insert into bureau_block_mentions (bureau_id, domain, item_order, operation)
    select bureau_id, domain, body_order, if(is_listed, 'add', 'remove') from bureau_blocks
    where list = 'site' and domain is not null`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_block_mentions');
}
