import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loaderArguments, start } from '../../harness.ts';
import { aBureau, aSite, csvOf, rowOf, upload } from './tables.ts';

const app = await start();
await aBureau(app);
const { sweepTransfers } = await import('../../../src/filings/transfer/jobs.ts');
const { shiftClock, MINUTE } = await import('../../../src/platform/clock.ts');
const admin = await app.signedIn('administrator');
const ROWS = 120;
const worker = fileURLToPath(new URL('import-worker.ts', import.meta.url));

/** A worker of its own process, killed without warning once the import is so far. */
async function killedAt(transfer_no: string, rows: number): Promise<void> {
  const child = spawn(process.execPath, [...loaderArguments(), worker], {
    stdio: 'ignore',
    env: process.env,
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  while (child.exitCode === null && (await rowOf(app, transfer_no)).done_rows < rows)
    await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGKILL');
  await gone;
}

test('an import that is killed twice goes on where it was, and keeps what an undisturbed one keeps', async () => {
  const sites = Array.from({ length: ROWS }, (_, n) =>
    aSite(n, n % 10 === 3 ? { 服务器IP: 'x' } : {}),
  );
  const { transfer_no } = await upload(admin, csvOf(sites));
  await admin.post(`/transfers/${transfer_no}/checking`);
  await sweepTransfers();
  await admin.post(`/transfers/${transfer_no}/importing`);
  const seen: number[] = [];
  for (const share of [0.2, 0.6]) {
    await killedAt(transfer_no, ROWS * share);
    const { state, done_rows } = await rowOf(app, transfer_no);
    assert.equal(state, 'importing');
    seen.push(done_rows);
    // Nobody takes it while its worker may still live.
    await sweepTransfers();
    assert.equal((await rowOf(app, transfer_no)).done_rows, done_rows);
    await app.db('transfers').where({ transfer_no }).update({ due_at: new Date() });
  }
  shiftClock(MINUTE);
  await sweepTransfers();
  const row = await rowOf(app, transfer_no);
  const counts = JSON.parse(row.counts_json);
  assert.ok(
    seen.every((rows) => rows > 0 && rows < ROWS),
    `killed at ${seen}`,
  );
  assert.deepEqual([row.state, row.done_rows, row.bad_rows], ['done', ROWS, 12]);
  assert.deepEqual([counts.service_new, counts.service_same, counts.entity_new], [108, 0, 60]);
  const kept = await app.db('filing_services').count({ count: '*' }).first();
  const faults = await app.db('transfer_faults').count({ count: '*' }).first();
  assert.deepEqual([Number(kept?.count), Number(faults?.count)], [108, 12]);
});
