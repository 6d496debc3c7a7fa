import type { Knex } from 'knex';

/** Who bought without an account is told as well: by what he left, a mail address or a mobile number. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.bigInteger('user_id').unsigned().nullable().alter();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex('deliveries').whereNull('user_id').update({ user_id: 0 });
  await knex.schema.alterTable('deliveries', (table) => {
    table.bigInteger('user_id').unsigned().notNullable().alter();
  });
}
