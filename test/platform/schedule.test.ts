import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { startSchedules } = await import('../../src/platform/schedule.ts');
const { shiftClock, HOUR } = await import('../../src/platform/clock.ts');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await pause(50);
  assert.ok(holds());
}

test('eight processes run a schedule once; it is due again when its time has come', async () => {
  let runs = 0;
  const schedule = { name: 'test.once', everySeconds: 3600, run: async () => void runs++ };
  const stops = Array.from({ length: 8 }, () => startSchedules([schedule]));
  await until(() => runs > 0);
  await pause(2500);
  assert.equal(runs, 1);
  shiftClock(HOUR + 1000);
  await until(() => runs > 1);
  await pause(1500);
  shiftClock(0);
  await Promise.all(stops.map((stop) => stop()));
  assert.equal(runs, 2);
});

test('a clock that was set back by hours stops no schedule', async () => {
  let runs = 0;
  const stop = startSchedules([
    { name: 'test.clock', everySeconds: 600, run: async () => void runs++ },
  ]);
  shiftClock(3 * HOUR);
  await until(() => runs === 1);
  shiftClock(0);
  await until(() => runs === 2);
  await stop();
});

test('one that fails is tried at its next time, and does not keep the others', async () => {
  const runs: string[] = [];
  const stop = startSchedules([
    {
      name: 'test.fails',
      everySeconds: 1,
      run: () => {
        runs.push('fails');
        throw new Error('not now');
      },
    },
    { name: 'test.works', everySeconds: 1, run: async () => void runs.push('works') },
  ]);
  await until(() => runs.filter((name) => name === 'fails').length > 1 && runs.includes('works'));
  await stop();
});

test('who stops waits for what runs, and begins nothing more', async () => {
  let ended = 0;
  let began = 0;
  const stop = startSchedules([
    {
      name: 'test.long',
      everySeconds: 1,
      run: async () => {
        began++;
        await pause(1500);
        ended++;
      },
    },
  ]);
  await until(() => began === 1);
  await stop();
  assert.deepEqual([began, ended], [1, 1]);
  await pause(1500);
  assert.equal(began, 1);
  assert.equal((await app.db('schedules').where({ name: 'test.long' })).length, 1);
});
