import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type EngineOptions, openEngine } from '../../../src/documents/ocr/index.ts';
import { UserError } from '../../../src/platform/errors.ts';

const program = new URL('../../fixtures/ocr/faulty-worker.ts', import.meta.url);

async function withEngine(
  options: EngineOptions,
  work: (read: (wish: string) => Promise<string>, close: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const engine = openEngine('ppocr', { program, ...options });
  const read = async (wish: string) => (await engine.readPicture(Buffer.from(wish))).engine;
  try {
    await work(read, () => engine.close());
  } finally {
    await engine.close();
  }
}

test('a picture that brings the process down is refused, and the next one is read', async () => {
  await withEngine({}, async (read) => {
    const first = await read('a');
    const [crashed, after] = await Promise.allSettled([read('crash'), read('b')]);
    assert.equal(crashed.status, 'rejected');
    assert.ok(crashed.reason instanceof UserError && crashed.reason.code === 'unavailable');
    assert.equal(after.status, 'fulfilled');
    assert.notEqual(after.value, first);
  });
});

test('a picture that hangs is given up, one that fails leaves the process as it is', async () => {
  await withEngine({ timeoutMs: 1500 }, async (read) => {
    await assert.rejects(read('hang'), UserError);
    const pid = await read('a');
    await assert.rejects(read('fail'), UserError);
    assert.equal(await read('b'), pid);
  });
});

test('pictures are read in turn by one process, which ends by itself when there is no work', async () => {
  await withEngine({ idleMs: 200 }, async (read) => {
    const pids = await Promise.all(['a', 'b', 'c'].map(read));
    assert.equal(new Set(pids).size, 1);
    while (isAlive(Number(pids[0]))) await pause(20);
    assert.notEqual(await read('d'), pids[0]);
  });
});

test('progress is told, and a closed engine refuses what is waiting', async () => {
  const told: number[] = [];
  const engine = openEngine('ppocr', { program });
  await engine.readPicture(Buffer.from('a'), { onProgress: (fraction) => told.push(fraction) });
  assert.deepEqual(told, [0.5]);
  const waiting = engine.readPicture(Buffer.from('hang'));
  await Promise.all([assert.rejects(waiting, UserError), engine.close()]);
  await assert.rejects(engine.readPicture(Buffer.from('a')), UserError);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
