import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { start } from '../../harness.ts';

const { db } = await start();
const { bureau_id, dns, good, look, ours, page, publish, SITE, standing, watched } = await import(
  './stage.ts'
);
const { noteEnding } = await import('../../../src/bureau/registry/endings.ts');
const { sweepWatch } = await import('../../../src/filings/watch/sweep.ts');
const { sendDigest } = await import('../../../src/filings/watch/tell-watch.ts');
const { HOUR, now } = await import('../../../src/platform/clock.ts');
const { aFiling, aPerson } = await import('../../factories.ts');
const reviewer = await aPerson('reviewer');
const customer = await aPerson();
const told = (user_id: number, event: string) => db('notifications').where({ user_id, event });

beforeEach(() => {
  page.body = '';
});

test('what is filed with an access of ours is watched; what others give access to is not', async () => {
  await publish({ entity: '1', service: '11', domain: 'ours.cn', provider: '7', ip: '47.96.0.7' });
  await publish({ entity: '2', service: '12', domain: 'theirs.cn', provider: '8' });
  good('ours.cn');
  await sweepWatch();
  const row = await watched('ours.cn');
  assert.ok(row?.next_check_at && row.next_check_at > new Date(now().getTime() - 1000));
  assert.equal(await watched('theirs.cn'), undefined);
  await look();
  assert.deepEqual(await standing('ours.cn'), []);
  const after_ = await watched('ours.cn');
  assert.ok(after_?.checked_at && after_.next_check_at && after_.next_check_at > now());
  assert.equal(after_.icp_number, '浙ICP备20260001号-1');
});

test('a site that moved away is told of after the second look, and once; back again, it ends after two', async () => {
  dns.zone['ours.cn'] = { A: ['8.8.8.8'] };
  await look();
  assert.deepEqual(await standing('ours.cn'), []);
  const doubt = await watched('ours.cn');
  assert.ok(
    doubt?.next_check_at && doubt.next_check_at.getTime() - now().getTime() < HOUR,
    'soon again',
  );
  await look();
  assert.deepEqual(await standing('ours.cn'), ['resolves_elsewhere']);
  await look();
  assert.equal((await watched('ours.cn'))?.level, 2);
  good('ours.cn');
  await look();
  assert.deepEqual(await standing('ours.cn'), ['resolves_elsewhere']);
  await look();
  assert.deepEqual(await standing('ours.cn'), []);
  assert.equal((await watched('ours.cn'))?.level, 0);
});

test('a name with thousands of addresses is looked at like any other', async () => {
  const before = await watched('ours.cn');
  const AAAA = Array.from(
    { length: 2000 },
    (_, n) => `2400:3200:1111:2222:3333:4444:5555:${(n + 4096).toString(16)}`,
  );
  for (const name of ['ours.cn', 'www.ours.cn']) dns.zone[name] = { A: ['47.96.0.7'], AAAA };
  await look();
  const row = await watched('ours.cn');
  assert.ok(row?.checked_at && before?.checked_at && row.checked_at > before.checked_at);
  delete dns.zone['www.ours.cn'];
  good('ours.cn');
});

test('servers that do not answer end no finding and begin none', async () => {
  dns.zone['ours.cn'] = 'fail';
  dns.zone['www.ours.cn'] = 'fail';
  await look();
  await look();
  assert.deepEqual(await standing('ours.cn'), []);
  good('ours.cn');
});

test('a number that is gone is told to operators at once and to the customer in plain words, and once', async () => {
  const filing = await aFiling({ customer, status: 'approved' });
  await publish(
    { entity: '3', service: '13', domain: 'gone.cn', provider: '7', ip: '47.96.0.7' },
    filing.filing_no,
  );
  good('gone.cn');
  await sweepWatch();
  await look();
  assert.equal((await watched('gone.cn'))?.customer_id, customer.id);
  await noteEnding(db, {
    bureau_id,
    what: 'service',
    bureau_record_id: '13',
    file_order: '9'.repeat(26),
    remark: null,
  });
  await look();
  await look();
  assert.deepEqual((await standing('gone.cn')).includes('number_gone'), true);
  assert.equal((await told(reviewer.id, 'watch.critical')).length, 1);
  const heard = await told(customer.id, 'filing.watch');
  assert.ok(heard.length >= 1 && heard[0]?.link === `/filings/${filing.filing_no}`);
  assert.equal((await watched('gone.cn'))?.level, 3);
});

test('an owner who changed, an access that went and a line on the blacklist are each found', async () => {
  await publish({ entity: '4', service: '14', domain: 'sold.cn', provider: '7', ip: '47.96.0.7' });
  good('sold.cn');
  await sweepWatch();
  await look();
  assert.deepEqual(await standing('sold.cn'), []);
  await publish({
    entity: '5',
    service: '14',
    domain: 'sold.cn',
    provider: '8',
    changed: '2026-06-01',
  });
  const { noteBlock } = await import('../../../src/bureau/blocklist/note-block.ts');
  const line = { bureau_id, list: 'site', key: ['sold.cn'], order: '1', is_listed: true } as const;
  await noteBlock(db, { ...line, domain: 'sold.cn', body: { name: '', remark: '' } });
  await look();
  assert.deepEqual(await standing('sold.cn'), ['access_lost', 'blocked', 'holder_changed']);
});

test('the foot of a page is read from our own server, and the police reminder rises with the days', async () => {
  const filing = await aFiling({ customer, status: 'approved' });
  await db('filings').where({ id: filing.id }).update({ approved_at: now() });
  await ours(SITE, SITE);
  await publish(
    { entity: '6', service: '16', domain: 'foot.cn', provider: '7', ip: SITE },
    filing.filing_no,
  );
  good('foot.cn', SITE);
  page.body = '<p>浙ICP备20260006号-1</p>';
  await sweepWatch();
  await look();
  await look();
  const found = await standing('foot.cn');
  assert.ok(found.includes('footer_link') && found.includes('police_due'), found.join());
  page.body = '<a href="https://beian.miit.gov.cn/">浙ICP备20260006号-1</a>';
  await look();
  await look();
  assert.equal((await standing('foot.cn')).includes('footer_link'), false);
  const heard = (await told(customer.id, 'filing.watch')).length;
  for (let day = 0; day < 12; day++) await look();
  const [reminder] = await db('watch_findings')
    .where({ code: 'police_due' })
    .whereNotNull('open_key');
  assert.equal(reminder?.stage, 2);
  assert.equal((await told(customer.id, 'filing.watch')).length, heard + 1);
  const { savePolice } = await import('../../../src/filings/watch/police.ts');
  await savePolice((await watched('foot.cn'))?.service_no ?? '', '浙公网安备33010602000001号', {
    ...customer.actor,
    id: customer.id,
  });
  await sweepWatch();
  assert.equal((await standing('foot.cn')).includes('police_due'), false);
});

test('the daily digest counts what is new, once', async () => {
  await sendDigest();
  assert.equal((await told(reviewer.id, 'watch.digest')).length, 1);
  await sendDigest();
  assert.equal((await told(reviewer.id, 'watch.digest')).length, 1);
});
