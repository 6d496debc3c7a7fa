import type { Knex } from 'knex';

/** Own rules for what bureaus say, and what was changed of the shipped ones. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('reason_rules', (table) => {
    table.bigIncrements('id');
    table.string('rule_code', 60).notNullable().unique();
    table.text('rule_json').nullable();
    table.boolean('is_off').notNullable().defaultTo(false);
    table.integer('version').unsigned().notNullable();
    table.bigInteger('changed_by').unsigned().nullable();
    table.datetime('changed_at', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('reason_rules');
}
