import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { layoutOf } from '../../src/engines/layout.ts';
import { askHolder, type Holder, takeLock } from '../../src/engines/lock.ts';
import { stage } from './stage.ts';

const self: Holder = { pid: process.pid, kind: 'supervisor', state: 'running' };

test('every data directory has sockets short enough for the kernel, and always the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
      const layout = layoutOf(`/srv/${name.replaceAll('\0', '')}`);
      for (const path of [layout.dbSocket, layout.redisSocket, layout.lockSocket]) {
        assert.ok(Buffer.byteLength(path) <= 100, path);
      }
      assert.deepEqual(layoutOf(layout.dataDir), layout);
    }),
  );
});

test('two data directories never share a socket', () => {
  const long = 'x'.repeat(150);
  assert.notEqual(layoutOf(`/srv/${long}/a`).dbSocket, layoutOf(`/srv/${long}/b`).dbSocket);
});

test('of many who find a dead socket at once, one holds the lock', async (t) => {
  const path = join(stage(t), 'lock.sock');
  for (let round = 0; round < 10; round++) {
    leaveDeadSocket(path);
    const taken = await Promise.all(Array.from({ length: 8 }, () => takeLock(path, () => self)));
    const locks = taken.filter((each) => 'release' in each);
    assert.equal(locks.length, 1);
    assert.deepEqual(await askHolder(path), self);
    for (const lock of locks) await lock.release();
    assert.ok(!existsSync(path));
  }
});

/** What a killed process leaves: a socket nobody listens on. */
function leaveDeadSocket(path: string): void {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  assert.ok(existsSync(path));
}
