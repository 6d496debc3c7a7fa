import type { Knex } from 'knex';

/** Which customer may ask for something about a filed entity. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('entity_owners', (table) => {
    table.bigIncrements('id');
    table.string('entity_no', 20).notNullable().unique();
    table.bigInteger('customer_id').notNullable().index();
    table.string('how', 20).notNullable();
    table.datetime('at', { precision: 3 }).notNullable();
  });
  // Entities that filings here led to before are their customers'.
  await knex.raw(
    `insert into entity_owners (entity_no, customer_id, how, at)
     select e.entity_no, f.customer_id, 'filed', f.created_at
     from filing_entities e join filings f on f.filing_no = e.subject`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('entity_owners');
}
