import type { Knex } from 'knex';

/** Every state a rule has been in. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('reason_rule_versions', (table) => {
    table.bigIncrements('id');
    table.string('rule_code', 60).notNullable();
    table.integer('version').unsigned().notNullable();
    table.text('rule_json').nullable();
    table.boolean('is_off').notNullable();
    table.bigInteger('changed_by').unsigned().nullable();
    table.datetime('changed_at', { precision: 3 }).notNullable();
    table.unique(['rule_code', 'version']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('reason_rule_versions');
}
