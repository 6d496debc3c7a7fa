import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, beforeEach, test } from 'node:test';
import { start } from '../../harness.ts';
import { startDns } from './dns-server.ts';
import { type Told, wholeRecordOf } from './records.ts';

const { db } = await start();
const { keepRecord } = await import('../../../src/bureau/registry/keep-record.ts');
const { noteEnding } = await import('../../../src/bureau/registry/endings.ts');
const { reachBesides } = await import('../../../src/filings/watch/fetch-page.ts');
const { sweepWatch } = await import('../../../src/filings/watch/sweep.ts');
const { sendDigest } = await import('../../../src/filings/watch/tell-watch.ts');
const { watchSetting } = await import('../../../src/filings/watch/settings.ts');
const { providerSetting } = await import('../../../src/filings/settings.ts');
const { writeSetting } = await import('../../../src/platform/settings.ts');
const { DAY, HOUR, now, shiftClock } = await import('../../../src/platform/clock.ts');
const { aFiling, aPerson } = await import('../../factories.ts');

const OURS = '127.0.0.5';
const dns = await startDns();
let body = '';
const site = createServer((_req, res) => void res.end(body));
await new Promise<void>((resolve) => site.listen(0, OURS, resolve));
after(() => {
  site.close();
  site.closeAllConnections();
});
reachBesides({ addresses: [OURS], ports: [String((site.address() as AddressInfo).port)] });
await writeSetting(db, watchSetting, { dns_servers: [dns.server] });
await writeSetting(db, providerSetting, {
  ip_ranges: [{ first: '47.96.0.0', last: '47.96.0.255' }],
});
const [bureau_id = 0] = await db('bureaus').insert({
  ...{ name: 'zj', province_code: '330000', isp_id: '7', user_name: 'x', encrypt: 0 },
  ...{ password_sealed: '', upload_wsdl: 'http://127.0.0.1:9/x?wsdl', hours: '', is_sandbox: 0 },
  ...{ lease_fence: 0, failures: 0, bad_file_count: 0, paused_at: now(), created_at: now() },
  ...{ next_poll_at: now(), updated_at: now() },
});
const reviewer = await aPerson('reviewer');
const customer = await aPerson();
let order = 1;
const publish = (told: Told, filing_no?: string) =>
  db.transaction((trx) => {
    const subjects = new Map(
      filing_no
        ? [
            ['entity', filing_no],
            ['services.0', filing_no],
          ]
        : [],
    );
    const place = { bureau_id, order: String(order++).padStart(26, '0'), subjects };
    return keepRecord(trx, place, wholeRecordOf(told));
  });
let shifted = 0;
const later = (ms: number) => {
  shifted += ms;
  shiftClock(shifted);
};
/** A day on, and looked at. */
const look = async () => {
  later(DAY + 6 * HOUR);
  await sweepWatch();
};
const watched = (domain: string) => db('watched_domains').where({ domain }).first();
const standing = async (domain: string) => {
  const row = await watched(domain);
  const rows = await db('watch_findings')
    .where({ watched_id: row?.id ?? 0 })
    .whereNotNull('open_key')
    .whereNotNull('confirmed_at');
  return rows.map(({ code }) => code).sort();
};
const told = (user_id: number, event: string) => db('notifications').where({ user_id, event });
const good = (domain: string, ip = '47.96.0.7') => {
  dns.zone[domain] = { A: [ip] };
};

beforeEach(() => {
  body = '';
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
  await writeSetting(db, providerSetting, { ip_ranges: [{ first: OURS, last: OURS }] });
  await publish(
    { entity: '6', service: '16', domain: 'foot.cn', provider: '7', ip: OURS },
    filing.filing_no,
  );
  good('foot.cn', OURS);
  body = '<p>浙ICP备20260006号-1</p>';
  await sweepWatch();
  await look();
  await look();
  const found = await standing('foot.cn');
  assert.ok(found.includes('footer_link') && found.includes('police_due'), found.join());
  body = '<a href="https://beian.miit.gov.cn/">浙ICP备20260006号-1</a>';
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

test('a sweep that is killed in the middle loses nothing: all of it is looked at by the next', async () => {
  await writeSetting(db, providerSetting, {
    ip_ranges: [{ first: '47.96.0.0', last: '47.96.0.255' }],
  });
  await db('watched_domains').update({ next_check_at: null });
  for (let n = 0; n < 12; n++) {
    await publish({
      entity: `${70 + n}`,
      service: `${170 + n}`,
      domain: `kill${n}.cn`,
      provider: '7',
      ip: '47.96.0.7',
    });
    good(`kill${n}.cn`, n % 2 ? '47.96.0.7' : '10.0.0.1');
  }
  await sweepWatch();
  await db('watched_domains').where('domain', 'like', 'kill%').update({ next_check_at: now() });
  const args = [...process.execArgv, new URL('sweep-worker.ts', import.meta.url).pathname];
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: process.env });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const looked = new Promise<void>((resolve) => {
    dns.hooks.before = (name) => {
      if (name.startsWith('kill')) resolve();
    };
  });
  // Its clock is the real one: what is due here is due there when the time is set so.
  await db('watched_domains')
    .where('domain', 'like', 'kill%')
    .update({ next_check_at: new Date(Date.now() - 1000) });
  await Promise.race([looked, gone]);
  child.kill('SIGKILL');
  await gone;
  const unseen = await db('watched_domains')
    .where('domain', 'like', 'kill%')
    .whereNull('checked_at');
  assert.ok(unseen.length > 0, 'it was killed in the middle');
  await look();
  await look();
  for (let n = 0; n < 12; n++)
    assert.deepEqual(await standing(`kill${n}.cn`), n % 2 ? [] : ['resolves_private'], `kill${n}`);
  assert.equal(
    (await db('watched_domains').where('domain', 'like', 'kill%').whereNull('checked_at')).length,
    0,
  );
});
