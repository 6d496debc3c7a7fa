import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { db } = app;
const { aWatched } = await import('./watched.ts');
const { aFiling, aPerson } = await import('../../factories.ts');
const { now } = await import('../../../src/platform/clock.ts');
const reviewer = await app.signedIn('reviewer');
const customer = await app.signedIn('customer');
const owner = { ...(await aPerson()), id: customer.user_id };
const filing = await aFiling({ customer: owner, status: 'approved' });
const mine = await aWatched({
  ...{ customer_id: customer.user_id, filing_no: filing.filing_no, domain: 'mine.cn' },
  codes: ['footer_missing', 'police_due'],
});
const bad = await aWatched({ codes: ['number_gone', 'resolves_elsewhere'], domain: 'bad.cn' });
const idn = await aWatched({ domain: 'xn--fsqu00a.xn--fiqs8s' });
const page = async (path: string, who = reviewer) => {
  const answer = await who.get(path);
  return { status: answer.status, html: await answer.text() };
};
const again = (watch_no: string) => db('watched_domains').where({ watch_no }).first();

test('the list shows the gravest first, in the letters people write, and is narrowed by what the address asks', async () => {
  const { html } = await page('/watched-domains');
  assert.ok(html.indexOf('bad.cn') < html.indexOf('mine.cn'));
  assert.match(html, /例子\.中国/);
  assert.match(html, /严重 1/);
  const narrow = async (query: string) => {
    const { html } = await page(`/watched-domains?${query}`);
    return [...html.matchAll(/href="\/watched-domains\/(JC\w+)"/g)].map(([, no]) => no);
  };
  assert.deepEqual(await narrow('level=3'), [bad.watch_no]);
  assert.deepEqual(await narrow('check=police'), [mine.watch_no]);
  assert.deepEqual(await narrow('q=例子'), [idn.watch_no]);
  assert.deepEqual(await narrow('q=例子.中国'), [idn.watch_no]);
  assert.deepEqual(await narrow('province_code=110000'), []);
  const { user_no } = (await db('users').where({ id: customer.user_id }).first()) ?? {};
  assert.deepEqual(await narrow(`customer=${user_no}`), [mine.watch_no]);
});

test('pages of the list follow each other without a gap or a repetition', async () => {
  const more = [];
  for (let n = 0; n < 60; n++) more.push(await aWatched());
  const seen: string[] = [];
  let path: string | undefined = '/watched-domains';
  while (path) {
    const { html }: { html: string } = await page(path);
    seen.push(
      ...[...html.matchAll(/<a[^>]*href="\/watched-domains\/(JC\w+)"/g)].map(([, no]) => no ?? ''),
    );
    path = /href="(\/watched-domains\?after=[^"]+)"/.exec(html)?.[1];
  }
  assert.equal(seen.length, 63);
  assert.equal(new Set(seen).size, 63);
});

test('what stands is exported with its evidence, by the same filters', async () => {
  const answer = await reviewer.get('/watched-domains/findings.csv?level=3');
  assert.match(String(answer.headers.get('content-type')), /csv/);
  const text = await answer.text();
  assert.match(text, /bad\.cn.*备案号已不存在.*证据：number_gone/);
  assert.doesNotMatch(text, /mine\.cn/);
});

test('whoever asks for a look causes no call: the next round takes it', async () => {
  const at = `/watched-domains/${bad.watch_no}`;
  assert.match((await page(at)).html, /备案号已不存在/);
  assert.equal((await reviewer.post(`${at}/looks`)).status, 303);
  const row = await again(bad.watch_no);
  assert.ok(row?.next_check_at && row.next_check_at <= now());
  assert.deepEqual(row.checked_at, bad.checked_at);
  assert.equal((await db('outgoing_calls').where({ system: 'site' })).length, 0);
});

test('a finding is put aside only with days and a reason, which are kept and audited; and taken back', async () => {
  const at = `/watched-domains/${bad.watch_no}`;
  const finding = await db('watch_findings').where({ code: 'number_gone' }).first();
  const mute = `${at}/findings/${finding?.id}/muting`;
  const refused = await reviewer.post(mute, { [`days_${finding?.id}`]: '0' });
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /请写明原因/);
  const words = { [`days_${finding?.id}`]: '5', [`reason_${finding?.id}`]: '已与管局联系' };
  assert.equal((await reviewer.post(mute, words)).status, 303);
  assert.equal((await again(bad.watch_no))?.level, 2);
  assert.match((await page(at)).html, /已与管局联系/);
  const entry = await db('audit_entries').where({ action: 'watch.finding_muted' }).first();
  assert.equal(entry?.subject, `watch:${bad.watch_no}`);
  assert.equal((await reviewer.post(`${mute}/removal`)).status, 303);
  assert.equal((await again(bad.watch_no))?.level, 3);
  const others = `/watched-domains/${mine.watch_no}/findings/${finding?.id}/muting`;
  assert.equal((await reviewer.post(others, words)).status, 404, 'not under another domain');
});

test('an auditor looks, but asks for nothing; a customer does neither', async () => {
  const auditor = await app.signedIn('auditor');
  const at = `/watched-domains/${bad.watch_no}`;
  assert.equal((await auditor.get(at)).status, 200);
  assert.equal((await auditor.post(`${at}/looks`)).status, 403);
  assert.equal((await customer.get(at)).status, 403);
});

test('a customer sees calmly what to do about his own site, and tells its police number and last day', async () => {
  const at = `/filings/${filing.filing_no}`;
  const { html } = await page(at, customer);
  assert.match(html, /网站监测/);
  assert.match(html, /您的网站首页底部没有备案号/);
  const tell = (what: string, body: Record<string, string>, who = customer) =>
    who.post(`${at}/watch/${mine.watch_no}/${what}`, body);
  const field = `police_number_${mine.watch_no}`;
  await tell('police', { [field]: '京ICP备1号' });
  assert.equal(
    await db('police_filings').where({ service_no: mine.service_no }).first(),
    undefined,
  );
  assert.match((await page(at, customer)).html, /公安备案号没有保存/);
  await tell('police', { [field]: '浙公网安备 33010602000001' });
  const kept = await db('police_filings').where({ service_no: mine.service_no }).first();
  assert.equal(kept?.police_number, '浙公网安备33010602000001号');
  await tell('police', { not_needed: 'true' });
  assert.ok(
    (await db('police_filings').where({ service_no: mine.service_no }).first())?.not_needed_at,
  );
  await tell('expiry', { [`domain_until_${mine.watch_no}`]: '2027-05-01' });
  assert.match((await page(at, customer)).html, /2027-05-01/);
  const other = await app.signedIn('customer');
  assert.equal((await tell('expiry', {}, other)).status, 404);
  const stranger = await customer.post(`${at}/watch/${bad.watch_no}/expiry`, {});
  assert.equal(stranger.status, 404, 'a domain that is not of this filing');
});

test('what is set about watching is checked and kept', async () => {
  const admin = await app.signedIn('administrator');
  assert.equal((await admin.get('/settings/watch')).status, 200);
  const good = {
    is_on: 'true',
    every_hours: '12',
    status_days: '3',
    per_round: '50',
    dns_servers: '223.5.5.5\n[2400:3200::1]:53',
  };
  assert.equal(
    (await admin.post('/settings/watch', { ...good, dns_servers: 'dns.example' })).status,
    422,
  );
  assert.equal((await admin.post('/settings/watch', good)).status, 303);
  const kept = await db('settings').where({ name: 'filings.watch' }).first();
  const value = JSON.parse(kept?.value_json ?? '{}');
  assert.deepEqual([value.every_hours, value.only_own, value.dns_servers.length], [12, false, 2]);
});
