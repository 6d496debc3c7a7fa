import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { HOUR, MINUTE, now, shiftClock } from '../../src/platform/clock.ts';
import { getJson } from '../sandbox/process.ts';
import { queue, startBureau, startDatabase } from './setup.ts';

const { db } = await startDatabase();
const { exchange, keepShippedProfile, pendingResults } = await import('../../src/bureau/index.ts');
const { nextTurn } = await import('../../src/bureau/polling.ts');
const { activate, addVersion } = await import('../../src/bureau/profile/versions.ts');
const { shippedProfile } = await import('../../src/bureau/profile/read.ts');
const { pollSetting } = await import('../../src/bureau/bureaus/settings.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
await keepShippedProfile(db);
const bureau = await startBureau(['--jcdm', 'no', '--auto', 'approve']);
const { name } = bureau;
const row = async () => (await db('bureaus').where({ name }).first())!;
const set = (change: object) => db('bureaus').where({ name }).update(change);
const calls = async () => {
  const { counts } = await getJson<{ counts: Record<string, Record<string, number>> }>(
    `${bureau.url}/_control/calls`,
  );
  const all = Object.values(counts).flatMap((one) => Object.values(one));
  return all.reduce((sum, one) => sum + one, 0);
};

let seen = 1;
/** Puts a profile in force that is as shipped but for its pace. */
async function paced(pace: object): Promise<void> {
  const document_json = JSON.stringify({ ...shippedProfile(), pace });
  seen = await inTransaction(async (trx) => {
    const made = { name: 'V3.0', document_json, note: 'pace', source: 'console' as const };
    const version = await addVersion(trx, made, null);
    await activate(trx, { name: 'V3.0', version, seen }, null);
    return version;
  });
}

afterEach(() => shiftClock(0));

test('in no 60 minutes a bureau is called more often than it allows, and the rush gets through all the same', async () => {
  await set({ calls_per_hour: 10 });
  for (let n = 1; n <= 6; n++) await queue(name, `BA${n}`, n);
  const perHour: number[] = [];
  const published = async () => (await db('bureau_results').where({ kind: 'published' })).length;
  for (let hour = 0; hour < 8 && (await published()) < 6; hour++) {
    shiftClock(hour * HOUR + hour * 1000);
    const before = await calls();
    for (let round = 0; round < 8; round++) {
      await exchange(name);
      if (round === 0) await new Promise((done) => setTimeout(done, 300));
    }
    perHour.push((await calls()) - before);
  }
  assert.equal(await published(), 6);
  assert.ok(perHour.length > 1, 'the limit was reached');
  assert.deepEqual(
    perHour.filter((count) => count > 10),
    [],
  );
  const { failures, breaker_until, paused_at, next_poll_at } = await row();
  assert.deepEqual([failures, breaker_until, paused_at], [0, null, null]);
  assert.ok(next_poll_at > now());
});

test('even one call an hour brings a file up: what was not sent is not asked about', async () => {
  await set({ calls_per_hour: 1 });
  await queue(name, 'BA20', 20);
  for (let hour = 20; hour < 23; hour++) {
    shiftClock(hour * HOUR);
    await exchange(name);
  }
  const told = (await pendingResults(db, 500)).filter(({ subject }) => subject === 'BA20');
  assert.ok(told.some(({ kind }) => kind === 'accepted'));
  await set({ calls_per_hour: null });
});

test('pace and hours come from the interface profile; the bureau’s own and the setting go before', async () => {
  const polling = { busy_every_minutes: 3, quiet_every_minutes: 50 };
  await paced({ hours: '09:00-10:00', polling });
  assert.equal((await row()).profile_hours, '09:00-10:00');
  const hour = (at: number) => {
    const today = new Date(now().getTime() + 8 * HOUR);
    today.setUTCHours(at, 30, 0, 0);
    shiftClock(today.getTime() - 8 * HOUR - Date.now());
  };
  hour(14);
  assert.match((await exchange(name)).held?.reason ?? '', /只在 09:00-10:00/);
  await set({ hours: '00:00-24:00' });
  assert.equal((await exchange(name)).held, null);
  await set({ hours: '' });
  hour(9);
  const wait = async (quietFor: number) => {
    await db('bureau_records').update({ status: 'answered' });
    const last_traffic_at = new Date(now().getTime() - quietFor * MINUTE);
    const turn = await nextTurn({ ...(await row()), last_traffic_at, breaker_until: null }, false);
    return Math.round((turn.getTime() - now().getTime()) / MINUTE);
  };
  assert.deepEqual([await wait(1), await wait(100)], [3, 50]);
  await writeSetting(db, pollSetting, { busy_every_minutes: 7 });
  assert.deepEqual([await wait(1), await wait(100)], [7, 50]);
});

test('how patiently a bureau that does not answer is asked again is the profile’s to say', async () => {
  await paced({ backoff: { first_seconds: 600, longest_minutes: 15 } });
  for (const minutes of [10, 15]) {
    await bureau.fault('http_500', '*', { times: 2 });
    await exchange(name);
    const { breaker_until } = await row();
    const wait = ((breaker_until?.getTime() ?? 0) - now().getTime()) / MINUTE;
    assert.equal(Math.round(wait), minutes);
  }
});

test('a profile from before it had a pace is read as one without limits', async () => {
  const { readProfile } = await import('../../src/bureau/profile/read.ts');
  const { pace: _pace, ...older } = shippedProfile();
  const read = readProfile(older);
  assert.ok(read.ok && read.profile.pace.calls_per_hour === 0);
});
