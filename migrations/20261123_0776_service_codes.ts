import type { Knex } from 'knex';

/** 备案服务号: what a customer gets with a server, and spends when he hands in a filing. */
export async function up(knex: Knex): Promise<void> {
  const at = (table: Knex.CreateTableBuilder, name: string) =>
    table.datetime(name, { precision: 3 });
  await knex.schema.createTable('service_code_batches', (table) => {
    table.bigIncrements('id');
    table.string('batch_no', 30).notNullable().unique();
    // 'made' here, or 'imported'; what was made here may be taken out in the clear once.
    table.string('source', 10).notNullable();
    table.string('label', 120).notNullable();
    table.integer('amount').unsigned().notNullable();
    at(table, 'made_at').notNullable();
    at(table, 'exported_at').nullable();
  });
  await knex.schema.createTable('service_codes', (table) => {
    table.bigIncrements('id');
    table.string('code_no', 30).notNullable().unique();
    table.bigInteger('batch_id').unsigned().notNullable();
    table.text('code_sealed').notNullable();
    table.string('code_index', 64).notNullable().unique();
    table.string('code_end', 4).notNullable();
    // Whose it is; null: anybody's who has it.
    table.bigInteger('customer_id').unsigned().nullable();
    table.string('label', 120).notNullable();
    table.integer('max_uses').unsigned().notNullable();
    table.integer('used').unsigned().notNullable().defaultTo(0);
    at(table, 'valid_until').nullable();
    at(table, 'voided_at').nullable();
    at(table, 'made_at').notNullable();
    table.index(['batch_id', 'id']);
    table.index(['customer_id', 'id']);
    table.index(['label', 'id']);
  });
  await knex.schema.createTable('service_code_uses', (table) => {
    table.bigIncrements('id');
    table.bigInteger('service_code_id').unsigned().notNullable();
    table.bigInteger('filing_id').unsigned().notNullable();
    at(table, 'used_at').notNullable();
    // When the filing was taken back: then the code has this use again.
    at(table, 'given_back_at').nullable();
    table.unique(['service_code_id', 'filing_id']);
    table.index(['filing_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('service_code_uses');
  await knex.schema.dropTable('service_codes');
  await knex.schema.dropTable('service_code_batches');
}
