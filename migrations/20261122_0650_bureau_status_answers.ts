import type { Knex } from 'knex';

/** What bureaus said of a domain or a certificate; `wanted_at` is there while somebody waits for a new answer. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_status_answers', (table) => {
    table.bigIncrements('id');
    table.string('condition_type', 3).notNullable();
    table.string('condition_index', 64).notNullable();
    table.text('condition_sealed').notNullable();
    table.string('province_code', 6).nullable();
    table.string('state', 10).notNullable();
    table.string('entity_number', 128).nullable();
    table.string('service_number', 128).nullable();
    table.bigInteger('bureau_id').nullable();
    table.datetime('asked_at', { precision: 3 }).nullable();
    table.datetime('fresh_until', { precision: 3 }).nullable();
    table.datetime('wanted_at', { precision: 3 }).nullable().index();
    table.datetime('next_try_at', { precision: 3 }).nullable();
    table.integer('tries').notNullable().defaultTo(0);
    table.string('last_error', 300).nullable();
    table.datetime('changed_at', { precision: 3 }).nullable();
    table.string('state_before', 10).nullable();
    table.unique(['condition_type', 'condition_index']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_status_answers');
}
