import type { Knex } from 'knex';

/** A frozen batch is not sold from. `undone_cards`: how many an undoing has taken away; `lapse_warned_at`: told that cards lapse. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('card_batches', (table) => {
    table.datetime('frozen_at', { precision: 3 }).nullable();
    table.bigInteger('undone_cards').notNullable().defaultTo(0);
    table.datetime('lapse_warned_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('card_batches', (table) => {
    table.dropColumn('frozen_at');
    table.dropColumn('undone_cards');
    table.dropColumn('lapse_warned_at');
  });
}
