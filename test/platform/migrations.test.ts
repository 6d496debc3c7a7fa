import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const { db } = await start();

const shape = () =>
  db('information_schema.columns')
    .whereRaw('table_schema = database()')
    .orderBy(['table_name', 'ordinal_position'])
    .select('table_name as table', 'column_name as column', 'column_type as type');
const indexes = () =>
  db('information_schema.statistics')
    .whereRaw('table_schema = database()')
    .orderBy(['table_name', 'index_name', 'seq_in_index'])
    .select('table_name as table', 'index_name as name', 'column_name as column');

test('every migration can be undone, and done again to the same shape', async () => {
  const before = [await shape(), await indexes()];
  await db.migrate.rollback(undefined, true);
  const left = [...new Set((await shape()).map(({ table }) => table))];
  assert.deepEqual(left, ['knex_migrations', 'knex_migrations_lock']);
  await db.migrate.latest();
  assert.deepEqual([await shape(), await indexes()], before);
});
