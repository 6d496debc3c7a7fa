import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asking, said } from './asking.ts';
import { aFiling } from './filings.ts';
import { withSchemas } from './schemas.ts';
import { startBureau, startDatabase } from './setup.ts';

const { db } = await startDatabase();
const { exchange } = await import('../../src/bureau/index.ts');
const { openSubject } = await import('../../src/bureau/tasks/seals.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const { resultsOf, ask, published, statusOf } = asking(db, bureau.name);
const filed = await published({ subject: 'BK1', kind: 'initial', filing: aFiling(1) });
const second = await published({ subject: 'BK2', kind: 'initial', filing: aFiling(2) });

const gone = (subject: string) =>
  resultsOf(subject).then((all) =>
    all.flatMap((one) => (one.kind === 'cancelled' ? [[one.what, one.is_asked]] : [])),
  );

test('a cancellation that is refused ends with its reason, and may be asked for again', async () => {
  const filing = {
    bureau_id: second.services[0]!.bureau_service_id,
    reason: '1',
    remark: '停止服务',
  };
  await bureau.control('settings', { auto: 'refuse' });
  const refused = await ask({ subject: 'BK10', kind: 'cancel_service', filing }, 'data_result');
  assert.deepEqual(said(refused.results), ['1002']);
  assert.equal(await statusOf(refused.record_no), 'answered');
  await bureau.control('settings', { auto: 'approve' });
  const { record_no } = await ask({ subject: 'BK11', kind: 'cancel_service', filing }, 'cancelled');
  assert.equal(await statusOf(record_no), 'answered');
  assert.deepEqual(await gone('BK10'), []);
  assert.deepEqual(await gone('BK11'), [['service', true]]);
  assert.deepEqual(await gone('BK2'), [['service', false]]);
});

test('an entity goes: who asked hears of it, and so does who filed it', async () => {
  const before = await db('bureau_tasks').where({ kind: 'lost_filing' });
  const filing = { bureau_id: filed.entity.bureau_entity_id, reason: '2' };
  await ask({ subject: 'BK12', kind: 'cancel_entity', filing }, 'cancelled');
  assert.deepEqual(await gone('BK12'), [['entity', true]]);
  assert.deepEqual(await gone('BK1'), [['entity', false]]);
  assert.deepEqual(await db('bureau_tasks').where({ kind: 'lost_filing' }), before);
});

test('what the bureau takes away unasked is told to its filing, and is something to do', async () => {
  const lost = await published({ subject: 'BK20', kind: 'initial', filing: aFiling(20) });
  await bureau.control('cancel', { kind: '0', id: lost.entity.bureau_entity_id });
  await exchange(bureau.name);
  assert.deepEqual(await gone('BK20'), [['entity', false]]);
  const task = await db('bureau_tasks').where({ kind: 'lost_filing' }).first();
  assert.deepEqual([task?.filing_no, task?.state], ['BK20', 'open']);
  assert.match(openSubject(task!), /^主体 .+号$/);
});

test('everything that went up fits the official schema', withSchemas, async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});
