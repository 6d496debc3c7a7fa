import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

await start();
const { absolute, listensOn } = await import('../../src/notify/index.ts');

test('links lead to the port that we listen on, also where the system chose it', () => {
  listensOn(43_210);
  assert.equal(new URL(absolute('/orders/DD1')).port, '43210');
});
