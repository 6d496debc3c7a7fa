import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bureaus', (table) => {
    table.bigIncrements('id');
    table.string('name', 50).notNullable().unique();
    table.string('province_code', 6).notNullable().index();
    table.string('isp_id', 20).notNullable();
    table.string('user_name', 128).notNullable();
    table.text('password_sealed').notNullable();
    table.integer('encrypt').notNullable();
    table.text('aes_key_sealed').nullable();
    table.text('aes_iv_sealed').nullable();
    table.string('upload_wsdl', 500).notNullable();
    table.string('query_wsdl', 500).nullable();
    table.string('verify_wsdl', 500).nullable();
    table.string('hours', 20).notNullable();
    table.integer('file_bytes').nullable();
    table.boolean('is_sandbox').notNullable();
    table.bigInteger('next_sequence').nullable();
    table.datetime('sequence_checked_at', { precision: 3 }).nullable();
    table.string('lease_owner', 40).nullable();
    table.datetime('lease_until', { precision: 3 }).nullable();
    table.bigInteger('lease_fence').notNullable();
    table.datetime('paused_at', { precision: 3 }).nullable();
    table.string('pause_reason', 300).nullable();
    table.datetime('held_until', { precision: 3 }).nullable();
    table.string('held_reason', 300).nullable();
    table.integer('held_code').nullable();
    table.integer('failures').notNullable();
    table.datetime('breaker_until', { precision: 3 }).nullable();
    table.string('last_error', 300).nullable();
    table.datetime('last_error_at', { precision: 3 }).nullable();
    table.datetime('last_ok_at', { precision: 3 }).nullable();
    table.datetime('last_traffic_at', { precision: 3 }).nullable();
    table.string('bad_file_name', 255).nullable();
    table.integer('bad_file_count').notNullable();
    table.datetime('next_poll_at', { precision: 3 }).notNullable();
    table.datetime('wake_at', { precision: 3 }).nullable();
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('updated_at', { precision: 3 }).notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bureaus');
}
