import type { Knex } from 'knex';

/** Whose balance a refund may go to, when the gateway refuses it; null: the buyer has none. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('refunds', (table) => {
    table.bigInteger('user_id').nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('refunds', (table) => {
    table.dropColumn('user_id');
  });
}
