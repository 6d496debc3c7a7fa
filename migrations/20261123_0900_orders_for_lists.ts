import type { Knex } from 'knex';

/** What operators filter a million orders by, each walked from the newest on; status, product and buyer have theirs. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('orders', (table) => {
    table.index(['gateway', 'id']);
    table.index(['is_late', 'id']);
    table.index(['total_cents', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('orders', (table) => {
    table.dropIndex(['gateway', 'id']);
    table.dropIndex(['is_late', 'id']);
    table.dropIndex(['total_cents', 'id']);
  });
}
