import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import type { Db } from '../../src/platform/db.ts';
import { connectRedis } from '../../src/platform/redis.ts';
import { loaderArguments } from '../harness.ts';
import type { handles } from './setup.ts';
import { queue } from './setup.ts';

export interface DrillReport {
  kills: number;
  filings: number;
  files_up: number;
  files_down: number;
  /** Kills that struck between `sending` and its answer. */
  left_sending: number;
  /** Kills that struck between storing a file and acknowledging or understanding it. */
  left_unfinished: number;
  redis_flushes: number;
  seconds: number;
}

export type Bureau = ReturnType<typeof handles> & { name: string };

/**
 * Kills workers of one bureau (kill -9) at random moments while filings go up and results come down, with the queue
 * in Redis wiped in between; then lets one finish, and holds everything to account. Throws at the first fault.
 */
export async function killDrill(db: Db, bureau: Bureau, kills: number): Promise<DrillReport> {
  const started = Date.now();
  const struck = { left_sending: 0, left_unfinished: 0 };
  let filings = 0;
  let redis_flushes = 0;
  // Slow answers, so that kills strike within calls as well as between them.
  await bureau.fault('slow', '*', { ms: 40, times: 1_000_000 });
  let worker = await startWorker();
  for (let kill = 0; kill < kills; kill++) {
    const next = startWorker();
    for (let more = randomInt(1, 3); more > 0; more--)
      await queue(bureau.name, `BA${++filings}`, filings);
    await wake(db, bureau);
    if (kill % 5 === 4) await bureau.fault('lost_after', 'isp_upload');
    await pause(randomInt(0, 700));
    await killed(worker);
    await count(db, struck);
    if (kill % 3 === 2) {
      await wipeQueues();
      redis_flushes++;
    }
    worker = await next;
  }
  await finished(db, bureau, filings);
  await killed(worker);
  const { files_up, files_down } = await account(db, bureau, filings);
  const seconds = Math.round((Date.now() - started) / 1000);
  return { kills, filings, files_up, files_down, ...struck, redis_flushes, seconds };
}

export function startWorker(): Promise<ChildProcess> {
  const script = new URL('./exchange-worker.ts', import.meta.url).pathname;
  const child = fork(script, { execArgv: loaderArguments() });
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`worker ended with ${code}`)));
  });
}

export function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit');
    // It may have died of what else was done to it.
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

/** What a dead worker's lease and pace would otherwise make the drill wait for. */
export async function wake(db: Db, { name }: Bureau): Promise<void> {
  await db('bureaus')
    .where({ name })
    .update({ next_poll_at: new Date(0), breaker_until: null, held_until: null });
}

export async function wipeQueues(): Promise<void> {
  const redis = connectRedis();
  const keys = await redis.keys(`${process.env['QUEUE_PREFIX']}*`);
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}

export async function count(db: Db, struck: { left_sending: number; left_unfinished: number }) {
  if (await db('bureau_uploads').where({ status: 'sending' }).first('id')) struck.left_sending++;
  const unfinished = await db('bureau_downloads')
    .whereNull('acked_at')
    .orWhereNull('applied_at')
    .first('id');
  if (unfinished) struck.left_unfinished++;
}

export async function finished(db: Db, bureau: Bureau, filings: number): Promise<void> {
  const end = Date.now() + 120_000;
  for (;;) {
    const results = await db('bureau_results').where({ kind: 'published' }).select('subject');
    const published = new Set(results.map(({ subject }) => subject)).size;
    const open = await db('bureau_uploads').whereNot({ status: 'accepted' }).first('id');
    const unread = (await bureau.state()).downloads.filter(({ acked_at }) => !acked_at).length;
    const stored = { left_sending: 0, left_unfinished: 0 };
    await count(db, stored);
    if (published === filings && !open && unread === 0 && !stored.left_unfinished) return;
    if (Date.now() > end) {
      const row = await db('bureaus').where({ name: bureau.name }).first();
      const why = row?.pause_reason ?? row?.last_error ?? 'no fault is noted';
      throw new Error(`${published} of ${filings} filings are published: ${why}`);
    }
    await wake(db, bureau);
    await pause(200);
  }
}

export async function account(db: Db, bureau: Bureau, filings: number) {
  const { uploads, downloads, requests } = await bureau.state();
  const ours = await db('bureau_uploads').orderBy('sequence');
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  assert.deepEqual(
    ours.map(({ sequence }) => sequence),
    upTo(ours.length),
    'no number is skipped',
  );
  assert.deepEqual(
    uploads.map(({ sequence }) => sequence),
    upTo(ours.length),
    'each number once',
  );
  assert.deepEqual(
    uploads.map(({ hash }) => hash),
    ours.map(({ zip_hash }) => zip_hash),
    'one number, one file',
  );
  assert.ok(ours.every(({ status }) => status === 'accepted'));
  assert.equal(requests.length, filings, 'every filing arrived, and none twice');
  const members = await db('bureau_upload_records').select('record_id');
  assert.equal(members.length, filings);
  assert.equal(new Set(members.map(({ record_id }) => record_id)).size, filings);
  const stored = await db('bureau_downloads');
  assert.deepEqual(
    stored.map((row) => row.file_name).sort(),
    downloads.map((row) => row.name).sort(),
  );
  assert.ok(stored.every(({ acked_at, applied_at }) => acked_at && applied_at));
  for (const kind of ['accepted', 'data_result', 'review', 'published']) {
    const results = await db('bureau_results').where({ kind }).select('subject');
    assert.equal(results.length, filings, `${kind}: once for each filing`);
    assert.equal(new Set(results.map(({ subject }) => subject)).size, filings, kind);
  }
  assert.equal((await db('bureau_inbox')).length, 0);
  return { files_up: ours.length, files_down: stored.length };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
