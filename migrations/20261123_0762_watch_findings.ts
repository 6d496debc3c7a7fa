import type { Knex } from 'knex';

/** What a look at a domain found wrong, one row from its first sight to its end. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('watch_findings', (table) => {
    table.bigIncrements('id');
    table.bigInteger('watched_id').unsigned().notNullable();
    table.string('check_name', 20).notNullable();
    table.string('code', 40).notNullable();
    // 'ID:CODE' while it stands: there is one at a time.
    table.string('open_key', 80).nullable().unique();
    table.integer('level').notNullable();
    table.integer('stage').notNullable();
    table.integer('told_stage').notNullable().defaultTo(0);
    table.integer('seen').notNullable();
    table.integer('missed').notNullable().defaultTo(0);
    table.string('evidence', 1000).notNullable();
    table.datetime('since', { precision: 3 }).notNullable();
    table.datetime('seen_at', { precision: 3 }).notNullable();
    table.datetime('confirmed_at', { precision: 3 }).nullable();
    table.datetime('cleared_at', { precision: 3 }).nullable();
    table.datetime('digested_at', { precision: 3 }).nullable();
    table.datetime('muted_until', { precision: 3 }).nullable();
    table.string('mute_reason', 200).nullable();
    table.bigInteger('muted_by').nullable();
    table.index(['watched_id', 'id']);
    table.index(['check_name', 'cleared_at', 'watched_id']);
    table.index(['digested_at', 'confirmed_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('watch_findings');
}
