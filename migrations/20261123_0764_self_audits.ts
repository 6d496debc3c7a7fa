import type { Knex } from 'knex';

/** Our own audits of how true the filed records are, by sampling; the seed lets anybody draw the sample again. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('self_audits', (table) => {
    table.bigIncrements('id');
    table.string('audit_no', 40).notNullable().unique();
    table.string('province_code', 6).notNullable();
    table.string('seed', 64).notNullable();
    table.integer('population').notNullable();
    table.bigInteger('opened_by').notNullable();
    table.datetime('opened_at', { precision: 3 }).notNullable();
    table.bigInteger('closed_by').nullable();
    table.datetime('closed_at', { precision: 3 }).nullable();
  });
  await knex.schema.createTable('self_audit_items', (table) => {
    table.bigIncrements('id');
    table.bigInteger('audit_id').unsigned().notNullable();
    table.integer('position').notNullable();
    table.string('entity_no', 40).notNullable();
    table.text('marks_json').notNullable();
    table.string('note', 500).notNullable();
    table.bigInteger('checked_by').nullable();
    table.datetime('checked_at', { precision: 3 }).nullable();
    table.unique(['audit_id', 'position']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('self_audit_items');
  await knex.schema.dropTable('self_audits');
}
