import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { DAY, MINUTE, now, shiftClock } from '../../src/platform/clock.ts';
import { queue, startBureau, startDatabase, until } from './setup.ts';

const { db } = await startDatabase();
const { startDueRounds, exchangeBureau } = await import('../../src/bureau/jobs.ts');
const { dueBureaus, nextTurn } = await import('../../src/bureau/polling.ts');
const { exchangeRound } = await import('../../src/bureau/exchange/exchange.ts');
const { pendingResults } = await import('../../src/bureau/index.ts');
const bureau = await startBureau(['--jcdm', 'no']);
const { name } = bureau;
const row = async () => (await db('bureaus').where({ name }).first())!;
const set = (change: object) => db('bureaus').where({ name }).update(change);
const minutesFromNow = (at: Date) => Math.round((at.getTime() - now().getTime()) / MINUTE);
const accepted = async (subject: string) =>
  (await pendingResults(db, 1000)).some((r) => r.subject === subject && r.kind === 'accepted');

/** No round is under way any more. */
const idle = () => until(async () => (await row()).lease_owner === null);

afterEach(async () => {
  shiftClock(0);
  await idle();
});

test('a record that is put in line wakes its bureau, even when nobody rings the bell', async () => {
  await exchangeRound((await row()).id);
  assert.equal((await dueBureaus(db)).length, 0);
  await queue(name, 'BA1', 1);
  shiftClock(MINUTE / 6);
  assert.deepEqual(
    (await dueBureaus(db)).map((b) => b.name),
    [name],
  );
  await startDueRounds();
  exchangeBureau.work();
  await until(() => accepted('BA1'));
});

test('a turn is taken by one only', async () => {
  await set({ next_poll_at: new Date(0) });
  const { claimTurn } = await import('../../src/bureau/polling.ts');
  const bureauRow = await row();
  const claims = await Promise.all(Array.from({ length: 6 }, () => claimTurn(db, bureauRow, 1000)));
  assert.equal(claims.filter(Boolean).length, 1);
});

test('results are asked for often at first, then less, then seldom', async () => {
  const traffic = (minutesAgo: number) => ({
    last_traffic_at: new Date(now().getTime() - minutesAgo * MINUTE),
  });
  const paces: [number, number][] = [
    [1, 1],
    [29, 1],
    [31, 5],
    [600, 5],
  ];
  for (const [ago, pace] of paces) {
    const turn = await nextTurn({ ...(await row()), ...traffic(ago), breaker_until: null }, false);
    assert.equal(minutesFromNow(turn), pace, `${ago} minutes after the last traffic`);
  }
  await db('bureau_records').update({ status: 'answered' });
  assert.equal(minutesFromNow(await nextTurn({ ...(await row()), ...traffic(31) }, false)), 30);
  assert.equal(minutesFromNow(await nextTurn({ ...(await row()), ...traffic(31) }, true)), 0);
});

test('a record that comes while a round is under way is not overlooked by its end', async () => {
  await bureau.fault('slow', 'isp_download', { ms: 1500 });
  const round = exchangeRound((await row()).id);
  await until(async () => (await row()).lease_owner !== null);
  await queue(name, 'BA2', 2);
  await round;
  const { wake_at } = await row();
  if (!(await accepted('BA2'))) assert.ok(wake_at, 'the bell still hangs');
  shiftClock(MINUTE / 6);
  await startDueRounds();
  await until(() => accepted('BA2'));
});

test('outside its hours a bureau is not called at all, and filings hear when it opens', async () => {
  const hour = new Date(now().getTime() + 8 * 60 * MINUTE).getUTCHours();
  const clock = (ahead: number) => `${String((hour + ahead) % 24).padStart(2, '0')}:00`;
  await set({ hours: `${clock(3)}-${clock(5)}` });
  await idle();
  const before = (await bureau.calls('')).length;
  await queue(name, 'BA3', 3);
  const report = await exchangeRound((await row()).id);
  assert.match(report.held?.reason ?? '', /只在/);
  assert.equal((await bureau.calls('')).length, before);
  const told = (await pendingResults(db, 1000)).find((r) => r.subject === 'BA3');
  assert.ok(told?.kind === 'held' && told.until);
  const turn = await nextTurn(await row(), true);
  assert.ok(turn > now() && turn.getTime() < now().getTime() + DAY);
  await set({ hours: '' });
});

test('a paused bureau has no turn', async () => {
  await set({
    paused_at: now(),
    pause_reason: 'x',
    next_poll_at: new Date(0),
    wake_at: new Date(0),
  });
  assert.deepEqual(await dueBureaus(db), []);
  await set({ paused_at: null, pause_reason: null });
  assert.equal((await dueBureaus(db)).length, 1);
});
