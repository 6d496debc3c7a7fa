import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainDomain } from '../../../src/platform/domain-name.ts';
import { startDatabase } from '../../bureau/setup.ts';

const { db } = await startDatabase();
const { isBlocked, knownStatus, serviceByDomain, serviceRecord, wantStatus } = await import(
  '../../../src/bureau/index.ts'
);
const { keepRecord } = await import('../../../src/bureau/registry/keep-record.ts');
const { noteBlock } = await import('../../../src/bureau/blocklist/note-block.ts');
const { wholeRecordOf } = await import('../watch/records.ts');
const SPELLINGS = ['例子.中国', 'XN--fsqu00a.xn--FIQS8S', ' 例子.中国. ', 'xn--fsqu00a.xn--fiqs8s'];

test('a domain has one plain form, however it is written', () => {
  for (const spelling of SPELLINGS) assert.equal(plainDomain(spelling), 'xn--fsqu00a.xn--fiqs8s');
  assert.equal(plainDomain('A.Example.CN.'), 'a.example.cn');
  assert.equal(plainDomain('a b.cn'), 'a b.cn');
});

test('a site that a bureau publishes in characters is found by every spelling, and given back as it was written', async () => {
  const record = wholeRecordOf({ entity: '1', service: '11', domain: '例子.中国', provider: '7' });
  await db.transaction((trx) => keepRecord(trx, { bureau_id: 1, order: '1' }, record));
  for (const spelling of SPELLINGS) {
    const found = await serviceByDomain(db, spelling);
    assert.equal(found?.bureau_service_id, '11', spelling);
    const whole = await serviceRecord(db, found.service_no);
    assert.deepEqual(
      whole?.domains.map(({ domain }) => domain),
      ['例子.中国'],
    );
  }
});

test('a blacklisted name and a status answer are met by every spelling', async () => {
  const line = { bureau_id: 1, list: 'site', key: ['x'], order: '1', is_listed: true } as const;
  await noteBlock(db, { ...line, domain: '坏.中国', body: { name: '坏', remark: '' } });
  const blocked = plainDomain('www.坏.中国');
  assert.equal((await isBlocked(db, { domain: blocked }))?.list, 'site');
  assert.equal((await isBlocked(db, { domain: 'www.坏.中国' }))?.list, 'site');
  for (const value of SPELLINGS) await wantStatus(db, { type: '0', value });
  const asked = await db('bureau_status_answers').where({ condition_type: '0' });
  assert.equal(asked.length, 1);
  await db('bureau_status_answers').update({ state: 'filed' });
  for (const value of SPELLINGS)
    assert.equal((await knownStatus(db, { type: '0', value })).state, 'filed');
});
