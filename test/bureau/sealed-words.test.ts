import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDatabase } from './setup.ts';

const { db } = await startDatabase();
const { openSubject, openWords, subjectIndex } = await import('../../src/bureau/tasks/seals.ts');

test('rows from before the words of bureaus were sealed are sealed by the migration, and are found as before', async () => {
  const migrations: { name: string }[] = await db('knex_migrations').orderBy('id', 'desc');
  const later = migrations.findIndex(({ name }) => name.startsWith('20261123_0660'));
  for (let undone = 0; undone <= later; undone++) await db.migrate.down();
  const table: string = 'bureau_tasks';
  const time = new Date();
  await db(table).insert({
    ...{ task_no: 'RW1', bureau_id: 1, kind: 'rectification', task_key: 'k', body_order: '1' },
    ...{ subject: '浙ICP备2026000001号-2', closed_words: '张三已改', body_sealed: '' },
    ...{ state: 'closed', deadline_at: time, created_at: time },
  });
  const endings: string = 'filing_endings';
  await db(endings).insert({
    ...{ bureau_id: 1, what: 'entity', bureau_record_id: '7', file_order: '1' },
    ...{ remark: '张三不再经营', noted_at: time },
  });
  await db.migrate.latest();
  const [row] = await db('bureau_tasks');
  assert.ok(row);
  assert.equal(openSubject(row), '浙ICP备2026000001号-2');
  assert.equal(openWords(row), '张三已改');
  assert.equal(row.head_index, subjectIndex('浙icp备2026000001号'));
  const all = JSON.stringify([row, ...(await db('filing_endings'))]);
  assert.doesNotMatch(all, /张三|ICP备/);
});
