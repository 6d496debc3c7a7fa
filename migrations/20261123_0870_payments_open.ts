import type { Knex } from 'knex';

/**
 * `open_key` ("order:12:alipay:native:990"): while a payment is open there is no second one of the same subject, way
 * and amount; null once it is paid or closed.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('payments', (table) => {
    table.string('open_key', 100).nullable().unique();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('payments', (table) => {
    table.dropColumn('open_key');
  });
}
