import type { Knex } from 'knex';

/** Whom and what the bureaus have put on their lists; what they took off stays, unlisted. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureau_blocks', (table) => {
    table.bigIncrements('id');
    table.string('block_no', 40).notNullable().unique();
    table.bigInteger('bureau_id').notNullable();
    table.string('list', 20).notNullable();
    table.string('block_key', 64).notNullable();
    table.string('certificate_index', 64).nullable().index();
    table.string('domain', 255).nullable().index();
    table.bigInteger('ip').nullable().index();
    table.text('body_sealed').notNullable();
    table.boolean('is_listed').notNullable();
    table.string('body_order', 40).notNullable();
    table.datetime('noted_at', { precision: 3 }).notNullable();
    table.unique(['bureau_id', 'list', 'block_key']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureau_blocks');
}
