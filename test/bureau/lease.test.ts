import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queue, startBureau, startDatabase, until } from './setup.ts';

const { db } = await startDatabase();
const { exchangeRound } = await import('../../src/bureau/exchange/exchange.ts');
const { takeLease, updateFenced, isLeaseLost } = await import('../../src/bureau/lease.ts');
const { pendingResults } = await import('../../src/bureau/index.ts');
const bureau = await startBureau(['--jcdm', 'no']);
const { id } = (await db('bureaus').where({ name: bureau.name }).first())!;

test('workers that come at the same time take turns: no number is given twice or skipped', async () => {
  await bureau.fault('slow', 'isp_upload', { ms: 20, times: 1000 });
  let filings = 0;
  for (let turn = 0; turn < 6; turn++) {
    for (let more = 0; more < 2; more++) await queue(bureau.name, `BA${++filings}`, filings);
    const reports = await Promise.all(Array.from({ length: 5 }, () => exchangeRound(id)));
    assert.equal(reports.filter(({ busy }) => !busy).length >= 1, true);
  }
  for (let turn = 0; turn < 3; turn++) await exchangeRound(id);
  const { uploads } = await bureau.state();
  assert.deepEqual(
    uploads.map(({ sequence }) => sequence),
    uploads.map((_, index) => index + 1),
  );
  const accepted = (await pendingResults(db, 1000)).filter(({ kind }) => kind === 'accepted');
  assert.equal(accepted.length, filings);
  assert.equal(new Set(accepted.map(({ subject }) => subject)).size, filings);
  await fetch(`${bureau.url}/_control/fault`, { method: 'DELETE' });
});

test('only one takes a lease, and it is free again when given back or run out', async () => {
  const leases = await Promise.all(Array.from({ length: 8 }, () => takeLease(id, 2)));
  const [first, ...others] = leases.filter((lease) => lease !== undefined);
  assert.ok(first);
  assert.equal(others.length, 0);
  assert.equal(await takeLease(id, 2), undefined);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  assert.equal(await takeLease(id, 2), undefined, 'the heartbeat keeps it');
  await first.release();
  const second = await takeLease(id, 1);
  assert.ok(second && second.fence > first.fence);
  await second.release();
});

test('who has lost the lease changes nothing any more', async () => {
  const old = await takeLease(id, 600);
  assert.ok(old);
  await db('bureaus')
    .where({ id })
    .update({ lease_until: new Date(0) });
  const fresh = await takeLease(id, 600);
  assert.ok(fresh);
  await assert.rejects(updateFenced(db, old, { next_sequence: 999 }), isLeaseLost);
  await old.release();
  assert.equal((await exchangeRound(id)).busy, true, 'the newer lease still stands');
  await fresh.release();
  assert.notEqual((await db('bureaus').where({ id }).first())?.next_sequence, 999);
});

test('a round that finds itself overtaken ends without another call', async () => {
  await queue(bureau.name, 'BA900', 900);
  await bureau.fault('slow', 'isp_upload', { ms: 3000 });
  const round = exchangeRound(id);
  await until(() => db('bureau_uploads').where({ status: 'sending' }).first('id'));
  await db('bureaus')
    .where({ id })
    .update({ lease_until: new Date(0) });
  const thief = await takeLease(id, 600);
  assert.ok(thief);
  assert.equal((await round).busy, true);
  assert.equal(
    (await bureau.calls('isp_upload')).filter(({ msg_code }) => msg_code === 0).length,
    7,
  );
  await thief.release();
  await exchangeRound(id);
  const results = (await pendingResults(db, 1000)).filter((r) => r.subject === 'BA900');
  assert.deepEqual(
    results.map(({ kind }) => kind),
    ['accepted'],
  );
});
