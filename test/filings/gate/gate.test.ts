import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Gate } from '../../../src/filings/gate/decide.ts';
import { now } from '../../../src/platform/clock.ts';
import { queue, startBureau } from '../../bureau/setup.ts';
import { start } from '../../harness.ts';

const app = await start();
const { db } = app;
const { forgetGates } = await import('../../../src/filings/gate/remember.ts');
const { answersWritten } = await import('../../../src/filings/gate/note-answer.ts');
const panel = await app.signedIn('operator');
const ask = async (domain: string): Promise<Gate> => {
  forgetGates();
  const answer = await panel.get(`/api/v1/domains/${encodeURIComponent(domain)}/gate`);
  assert.equal(answer.status, 200, domain);
  // The shape that docs/api-gate.md tells.
  return (await answer.json()) as Gate;
};
/** As a bureau would have said it. */
async function answered(domain: string, state: 'filed' | 'unfiled') {
  const { wantStatus } = await import('../../../src/bureau/index.ts');
  await wantStatus(db, { type: '0', value: domain });
  const row = await db('bureau_status_answers').orderBy('id', 'desc').first();
  const fresh_until = new Date(now().getTime() + 60_000);
  const service_number = state === 'filed' ? '京ICP备12345678号-1' : null;
  const change = { state, service_number, asked_at: now(), fresh_until, wanted_at: null };
  await db('bureau_status_answers').where({ id: row!.id }).update(change);
}

test('what nobody knows is asked for, and never lets a domain in meanwhile', async () => {
  const first = await ask('www.New-Site.cn');
  assert.deepEqual(
    [first.allowed, first.reason, first.filed_as],
    [false, 'checking', 'new-site.cn'],
  );
  await ask('new-site.cn');
  assert.equal((await db('bureau_status_answers').whereNotNull('wanted_at')).length, 1);
});

test('a domain that is filed elsewhere, or not at all, is refused with the way out', async () => {
  await answered('elsewhere.cn', 'filed');
  const elsewhere = await ask('shop.elsewhere.cn');
  assert.deepEqual([elsewhere.allowed, elsewhere.reason], [false, 'access_elsewhere']);
  assert.equal(elsewhere.evidence.icp_number, '京ICP备12345678号-1');
  assert.match(elsewhere.message, /新增接入/);
  await answered('nowhere.cn', 'unfiled');
  assert.equal((await ask('nowhere.cn')).reason, 'unfiled');
});

test('a name on the blacklist is refused whatever else is known, and what is no domain too', async () => {
  await answered('bad.cn', 'filed');
  const { noteBlock } = await import('../../../src/bureau/blocklist/note-block.ts');
  const line = { bureau_id: 1, list: 'site', key: ['bad.cn'], order: '1' } as const;
  const body = { name: '坏网站', remark: '' };
  await noteBlock(db, { ...line, is_listed: true, domain: 'bad.cn', body });
  const bad = await ask('www.bad.cn');
  assert.deepEqual([bad.allowed, bad.reason, bad.evidence.source], [false, 'blocked', 'blocklist']);
  for (const wrong of [
    'cn',
    'com.cn',
    '1.2.3.4',
    'a b.cn',
    '例',
    '-x.cn',
    'x..cn',
    '%00.cn',
    'localhost',
  ])
    assert.equal((await ask(wrong)).reason, 'invalid_domain', wrong);
  assert.equal((await ask('例子.中国')).filed_as, 'xn--fsqu00a.xn--fiqs8s');
});

test('a domain that a bureau has published with our access is let in, with its number; cancelled, no longer', async () => {
  const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
  const { exchange } = await import('../../../src/bureau/index.ts');
  await queue(bureau.name, 'BA1', 1);
  for (let round = 0; round < 30; round++) {
    await exchange(bureau.name);
    if (await db('bureau_results').where({ subject: 'BA1', kind: 'published' }).first()) break;
  }
  const filed = await ask('m.Beika1.cn');
  assert.deepEqual(
    [filed.allowed, filed.reason, filed.filed_as],
    [true, 'filed_here', 'beika1.cn'],
  );
  assert.match(String(filed.evidence.icp_number), /ICP备.*-1$/);
  const service = (await db('filing_services').first())!;
  const { noteEnding } = await import('../../../src/bureau/registry/endings.ts');
  const ending = { bureau_id: service.bureau_id, bureau_record_id: service.bureau_service_id };
  await noteEnding(db, { ...ending, what: 'service', file_order: '99999999999999', remark: null });
  assert.equal((await ask('beika1.cn')).reason, 'cancelled');
});

test('every answer is a row; a customer is not answered', async () => {
  await answersWritten();
  const rows = await db('gate_answers').orderBy('id');
  assert.ok(rows.length >= 12, `${rows.length}`);
  assert.deepEqual(rows[0] && [rows[0].domain, rows[0].reason], ['www.new-site.cn', 'checking']);
  const customer = await app.signedIn('customer');
  assert.equal((await customer.get('/api/v1/domains/x.cn/gate')).status, 403);
});
