import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { loaderArguments, start } from '../../harness.ts';

const { db } = await start();
const { dns, good, look, publish, standing } = await import('./stage.ts');
const { sweepWatch } = await import('../../../src/filings/watch/sweep.ts');
const { now } = await import('../../../src/platform/clock.ts');

test('a sweep that is killed in the middle loses nothing: all of it is looked at by the next', async () => {
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
  const args = [...loaderArguments(), new URL('sweep-worker.ts', import.meta.url).pathname];
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
