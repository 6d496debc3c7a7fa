import assert from 'node:assert/strict';
import { test } from 'node:test';
import { now } from '../../src/platform/clock.ts';
import { withSchemas } from './schemas.ts';
import { queue, startBureau, startDatabase, until } from './setup.ts';

const { db } = await startDatabase();
const { exchange, pendingResults, standingAlarms } = await import('../../src/bureau/index.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const { name, fault } = bureau;

let n = 0;
/** One more filing in line; gives its number. */
async function another(): Promise<string> {
  n += 1;
  await queue(name, `BA${n}`, n);
  return `BA${n}`;
}
const row = async () => (await db('bureaus').where({ name }).first())!;
const kinds = async (subject: string) =>
  (await pendingResults(db, 5000)).filter((r) => r.subject === subject).map(({ kind }) => kind);
const uploads = () => db('bureau_uploads').orderBy('sequence');
const sequences = async () => (await bureau.state()).uploads.map(({ sequence }) => sequence);
/** 1, 2, 3 … without a gap and without a number twice, and each behind it the bytes we froze. */
async function mustBeWhole(): Promise<void> {
  const taken = (await bureau.state()).uploads;
  assert.deepEqual(
    taken.map(({ sequence }) => sequence).sort((a, b) => a - b),
    taken.map((_, i) => i + 1),
  );
  const ours = new Map((await uploads()).map((row) => [row.sequence, row.zip_hash]));
  for (const { sequence, hash } of taken)
    assert.equal(ours.get(sequence), hash, `number ${sequence}`);
}
/** The operator's "resume". */
const resume = () =>
  db('bureaus')
    .where({ name })
    .update({ paused_at: null, pause_reason: null, held_until: null, failures: 0 });

test('an upload whose answer was lost is asked about, and not sent twice', async () => {
  const subject = await another();
  await fault('lost_after', 'isp_upload');
  const first = await exchange(name);
  assert.match(first.error ?? '', /连接被中断/);
  assert.equal((await uploads())[0]?.status, 'sending');
  assert.deepEqual(await kinds(subject), []);
  await exchange(name);
  assert.deepEqual(await sequences(), [1]);
  assert.deepEqual((await kinds(subject)).slice(0, 1), ['accepted']);
  assert.equal((await bureau.calls('isp_upload')).length, 1);
});

test('an upload that never arrived is sent again: the same bytes under the same number', async () => {
  const subject = await another();
  for (const kind of ['lost_before', 'http_500', 'soap_fault']) {
    await fault(kind, 'isp_upload');
    assert.notEqual((await exchange(name)).error, null, kind);
  }
  await exchange(name);
  assert.deepEqual(await sequences(), [1, 2]);
  assert.ok((await kinds(subject)).includes('accepted'));
  await mustBeWhole();
});

test('answers that cannot be read leave the question open until it is asked', async () => {
  for (const kind of ['garbage', 'truncated']) {
    const subject = await another();
    await fault(kind, 'isp_upload');
    assert.notEqual((await exchange(name)).error, null, kind);
    assert.deepEqual(await kinds(subject), [], kind);
    await exchange(name);
    assert.ok((await kinds(subject)).includes('accepted'), kind);
  }
  await mustBeWhole();
});

test('code 14 sends again the very bytes that the bureau names, then the file itself', async () => {
  await bureau.control('account', { isp_id: 10001, missing: [2, 1] });
  const subject = await another();
  const report = await exchange(name);
  assert.deepEqual(report.resent, [1, 2]);
  assert.ok((await kinds(subject)).includes('accepted'));
  const taken = (await bureau.state()).uploads;
  for (const sequence of [1, 2]) {
    const hashes = taken.filter((u) => u.sequence === sequence).map(({ hash }) => hash);
    assert.equal(hashes.length, 2);
    assert.equal(new Set(hashes).size, 1);
  }
});

test('code 14 about files that were never ours stops the line and calls a person', async () => {
  const last = Math.max(...(await sequences()));
  await db('bureaus')
    .where({ name })
    .update({ next_sequence: last + 3 });
  const subject = await another();
  await exchange(name);
  assert.match((await row()).pause_reason ?? '', new RegExp(`补报序号 ${last + 1}、${last + 2}`));
  assert.deepEqual(
    (await standingAlarms(db)).map(({ code }) => code),
    ['msg_code_14'],
  );
  assert.deepEqual(await kinds(subject), ['held']);
  await assert.rejects(exchange(name), /已暂停/);
  // What a person would do: put the number right, and let the file go under it.
  await db('bureau_uploads')
    .where({ sequence: last + 3 })
    .update({ sequence: last + 1 });
  await db('bureaus')
    .where({ name })
    .update({ next_sequence: last + 2 });
  await resume();
  await exchange(name);
  assert.ok((await kinds(subject)).includes('accepted'));
});

test('7 and 8 are sent again at once, and after three times a person is called', async () => {
  const subject = await another();
  for (const code of [7, 8]) await fault('msg_code', 'isp_upload', { code });
  await exchange(name);
  assert.ok((await kinds(subject)).includes('accepted'));
  const other = await another();
  await fault('msg_code', 'isp_upload', { code: 7, times: 3 });
  await exchange(name);
  assert.match((await row()).pause_reason ?? '', /连续 3 次校验不通过/);
  await resume();
  await exchange(name);
  assert.ok((await kinds(other)).includes('accepted'));
});

test('a full queue, a closed window and maintenance hold the filings with a reason and a time', async () => {
  const cases: [object, RegExp][] = [
    [{ queue_full: true }, /已满/],
    [{ queue_full: false, window: outsideNow() }, /管局只在 \d\d:\d\d-\d\d:\d\d 接收报备/],
    [{ window: '', maintenance: true }, /维护/],
  ];
  const subject = await another();
  for (const [settings, words] of cases) {
    await bureau.control('settings', settings);
    await db('bureaus').where({ name }).update({ held_until: null });
    await exchange(name);
    const told = (await pendingResults(db, 5000)).filter((r) => r.subject === subject).at(-1);
    assert.ok(told?.kind === 'held', String(words));
    assert.match(told.reason, words);
    assert.ok(new Date(told.until ?? '') > now());
    assert.equal((await row()).paused_at, null);
  }
  await bureau.control('settings', { maintenance: false });
  await db('bureaus').where({ name }).update({ held_until: null });
  await exchange(name);
  assert.ok((await kinds(subject)).includes('accepted'));
  assert.equal((await row()).held_reason, null);
});

test('while reports are held nothing is sent, not even by a person', async () => {
  await bureau.control('settings', { window: outsideNow() });
  await another();
  await exchange(name);
  const asked = (await bureau.calls('isp_upload')).length;
  assert.match((await exchange(name)).held?.reason ?? '', /接收报备/);
  assert.equal((await bureau.calls('isp_upload')).length, asked);
  await bureau.control('settings', { window: '' });
  await db('bureaus').where({ name }).update({ held_until: null, held_code: null });
  await exchange(name);
});

test('what only a person can put right pauses the bureau at once, and nothing hammers', async () => {
  for (const code of [4, 5, 6, 9, 12, 13, 16, 19]) {
    const subject = await another();
    await fault('msg_code', 'isp_upload', { code });
    const before = (await bureau.calls('isp_upload')).length;
    await exchange(name);
    assert.equal((await bureau.calls('isp_upload')).length, before + 1, `code ${code}`);
    assert.ok((await row()).paused_at, `code ${code}`);
    assert.ok((await standingAlarms(db)).some((alarm) => alarm.code === `msg_code_${code}`));
    assert.deepEqual(await kinds(subject), ['held']);
    await resume();
    await exchange(name);
    assert.ok((await kinds(subject)).includes('accepted'), `code ${code}`);
  }
  await mustBeUnique();
});

test('999 says nothing: the bureau is asked before the file goes again', async () => {
  const subject = await another();
  await fault('msg_code', 'isp_upload', { code: 999 });
  await exchange(name);
  assert.equal((await uploads()).at(-1)?.status, 'sending');
  await db('bureaus').where({ name }).update({ held_until: null });
  await exchange(name);
  assert.ok((await kinds(subject)).includes('accepted'));
});

test('a bureau that cannot be reached is tried less and less, and then a person is called', async () => {
  for (let time = 1; time <= 5; time++) {
    await fault('lost_before', 'isp_download');
    await exchange(name);
    assert.equal((await row()).failures, time);
  }
  const { breaker_until, next_poll_at } = await row();
  assert.ok(breaker_until && breaker_until.getTime() - now().getTime() > 4 * 60_000);
  assert.deepEqual(next_poll_at, breaker_until);
  assert.ok((await standingAlarms(db)).some(({ code }) => code === 'unreachable'));
  await exchange(name);
  assert.equal((await row()).failures, 0);
  assert.ok(!(await standingAlarms(db)).some(({ code }) => code === 'unreachable'));
});

test('every file that went up fits the official schema', withSchemas, async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
  await until(async () =>
    (await bureau.state()).uploads.every(({ status }) => status === 'checked'),
  );
});

async function mustBeUnique(): Promise<void> {
  const rows = await uploads();
  assert.deepEqual(
    rows.map(({ sequence }) => sequence),
    rows.map((_, index) => index + 1),
  );
}

/** Two hours of the day, Beijing time, that are far from now. */
function outsideNow(): string {
  const hour = new Date(now().getTime() + 8 * 3_600_000).getUTCHours();
  const at = (ahead: number) => `${String((hour + ahead) % 24).padStart(2, '0')}:00`;
  return `${at(10)}-${at(12)}`;
}
