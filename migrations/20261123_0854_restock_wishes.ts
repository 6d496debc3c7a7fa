import type { Knex } from 'knex';

/** Who wants to hear when a variant may be bought again. Told once, and then forgotten. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('restock_wishes', (table) => {
    table.bigIncrements('id');
    table.string('wish_no', 20).notNullable().unique();
    table.bigInteger('variant_id').notNullable();
    table.specificType('contact_index', 'binary(16)').notNullable();
    table.text('contact_sealed').notNullable();
    table.datetime('made_at', { precision: 3 }).notNullable();
    table.unique(['variant_id', 'contact_index']);
    table.index(['contact_index']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('restock_wishes');
}
