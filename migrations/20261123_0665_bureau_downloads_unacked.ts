import type { Knex } from 'knex';

/** Every round asks which files still want their receipt: there are few, and there may have been very many files. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_downloads', (table) => {
    table.index(['bureau_id', 'acked_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('bureau_downloads', (table) => {
    table.dropIndex(['bureau_id', 'acked_at']);
  });
}
