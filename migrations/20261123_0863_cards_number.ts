import type { Knex } from 'knex';

/** Of a card that has a number beside its secret: the keyed digest of the number, to find it by. And what it cost us. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('cards', (table) => {
    table.binary('number_digest', 16).nullable();
    table.integer('cost_cents').nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('cards', (table) => {
    table.dropColumn('number_digest');
    table.dropColumn('cost_cents');
  });
}
