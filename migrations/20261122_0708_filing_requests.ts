import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_requests', (table) => {
    table.bigIncrements('id');
    table.bigInteger('user_id').unsigned().notNullable();
    table.string('key_digest', 64).notNullable();
    table.string('request_hash', 64).notNullable();
    table.datetime('started_at', { precision: 3 }).notNullable();
    table.string('filing_no', 30).nullable();
    table.text('answer_sealed', 'mediumtext').nullable();
    table.unique(['user_id', 'key_digest']);
    table.index('started_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_requests');
}
