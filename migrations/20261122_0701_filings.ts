import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filings', (table) => {
    const at = (name: string) => table.datetime(name, { precision: 3 });
    table.bigIncrements('id');
    table.string('filing_no', 30).notNullable().unique();
    table.bigInteger('customer_id').unsigned().notNullable();
    table.string('kind', 20).notNullable();
    // 'page', 'api' or 'import'.
    table.string('source', 10).notNullable();
    table.string('entity_kind', 10).notNullable();
    table.string('province_code', 6).notNullable();
    table.string('status', 20).notNullable();
    at('status_at').notNullable();
    table.integer('version').unsigned().notNullable();
    table.text('form_sealed', 'mediumtext').notNullable();
    // Who filled each field, when, and what was there before.
    table.text('fields_sealed', 'mediumtext').notNullable();
    table.text('title_sealed').notNullable();
    table.text('marks_sealed', 'mediumtext').nullable();
    table.string('entity_number_index', 64).nullable().index();
    // Holds the blind index while the filing is under way, so that a second one is refused by the key.
    table.string('open_entity_index', 64).nullable().unique();
    table.bigInteger('reviewer_id').unsigned().nullable();
    at('review_claimed_at').nullable();
    at('review_due_at').nullable();
    at('sms_due_at').nullable();
    at('sms_reminded_at').nullable();
    table.string('held_reason', 300).nullable();
    at('held_until').nullable();
    at('next_try_at').nullable();
    table.integer('tries').unsigned().notNullable().defaultTo(0);
    table.string('entity_icp_number', 60).nullable().index();
    table.text('numbers_json', 'mediumtext').nullable();
    at('created_at').notNullable();
    at('saved_at').notNullable();
    at('submitted_at').nullable();
    at('reported_at').nullable();
    at('approved_at').nullable();
    table.index(['status', 'status_at']);
    table.index(['status', 'next_try_at']);
    table.index(['customer_id', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filings');
}
