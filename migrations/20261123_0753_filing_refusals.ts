import type { Knex } from 'knex';

/** Why a bureau refused a filing, once for each reason and round. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('filing_refusals', (table) => {
    table.bigIncrements('id');
    table.bigInteger('filing_id').unsigned().notNullable();
    table.integer('round').unsigned().notNullable();
    table.string('rule_code', 60).notNullable();
    table.string('path', 120).notNullable();
    table.string('province_code', 6).notNullable();
    table.datetime('refused_at', { precision: 3 }).notNullable();
    table.unique(['filing_id', 'round', 'rule_code']);
    table.index(['refused_at', 'rule_code']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('filing_refusals');
}
