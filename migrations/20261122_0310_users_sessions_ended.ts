import type { Knex } from 'knex';

/** What a person handed out before this moment, such as a link for his phone, ended with his sessions. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('users', (table) => {
    table.datetime('sessions_ended_at', { precision: 3 }).nullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('users', (table) => {
    table.dropColumn('sessions_ended_at');
  });
}
