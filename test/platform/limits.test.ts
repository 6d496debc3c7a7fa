import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { redis } = await import('../../src/platform/redis.ts');
const MOST = 30; // of GET /setup, by source
const visitor = app.client();
const setup = (headers: Record<string, string> = {}, path = '/setup?token=wrong') =>
  visitor.fetch(path, { headers });
const random = () => `203.0.113.${Math.floor(Math.random() * 256)}`;

async function forgetCounts(): Promise<void> {
  const keys = await redis().keys(`${process.env['QUEUE_PREFIX']}:limit:*`);
  if (keys.length > 0) await redis().del(keys);
}

test('without a proxy, no header that names another source helps against a limit', async () => {
  await forgetCounts();
  const statuses: number[] = [];
  for (let i = 0; i < MOST + 5; i++) {
    const answer = await setup({
      'x-forwarded-for': `${random()}, ${random()}`,
      forwarded: `for=${random()}`,
      'x-real-ip': random(),
      'cf-connecting-ip': random(),
      'true-client-ip': random(),
      'x-client-ip': random(),
    });
    statuses.push(answer.status);
  }
  assert.deepEqual(statuses, [...Array(MOST).fill(404), ...Array(5).fill(429)]);
});

test('the refusal says how long to wait, in words and in a header', async () => {
  const answer = await setup();
  assert.equal(answer.status, 429);
  assert.match(await answer.text(), /操作太频繁，请 \d+ 秒后再试/);
  assert.ok(Number(answer.headers.get('retry-after')) > 0);
});

test('another way to write the path, or many requests on one line, count alike', async () => {
  await forgetCounts();
  for (const path of ['/SETUP?token=x', '/setup/?token=x', '/setup?token=x&token=y'])
    assert.equal((await setup({}, path)).status, 404);
  const rest = Array.from({ length: MOST }, () => 'GET /setup?token=x HTTP/1.1\r\nHost: a\r\n\r\n');
  const answer = await raw(rest.join(''), MOST);
  assert.equal(answer.match(/^HTTP\/1\.1 404/gm)?.length, MOST - 3);
  assert.equal(answer.match(/^HTTP\/1\.1 429/gm)?.length, 3);
});

test('Redis keeps no address of whoever came', async () => {
  const keys = await redis().keys('*limit:setup*');
  assert.equal(keys.length > 0, true);
  assert.doesNotMatch(keys.join(' '), /127\.0\.0\.1/);
});

/** Sends bytes as they are, and gives all that comes until there are so many answers. */
function raw(text: string, answers: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write(text));
    let heard = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      heard += chunk;
      if ((heard.match(/^HTTP\/1\.1 /gm)?.length ?? 0) < answers) return;
      socket.destroy();
      resolve(heard);
    });
  });
}
