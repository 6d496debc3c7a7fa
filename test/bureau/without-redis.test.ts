import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queue, startBureau, startDatabase } from './setup.ts';

// Nobody listens there.
process.env['TEST_REDIS_URL'] = 'redis://127.0.0.1:1';
const { db } = await startDatabase();
const { startDueRounds } = await import('../../src/bureau/jobs.ts');
const { pendingResults } = await import('../../src/bureau/index.ts');
const bureau = await startBureau(['--jcdm', 'no']);

test('with Redis away filings go up all the same', async () => {
  await queue(bureau.name, 'BA1', 1);
  await db('bureaus').update({ wake_at: new Date(0) });
  await startDueRounds();
  const results = await pendingResults(db, 10);
  assert.deepEqual(
    results.map(({ kind }) => kind),
    ['accepted'],
  );
});
