import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import { startProduct } from '../browser/product.ts';

const ROUNDS = Number(process.env['STOP_ROUNDS'] ?? 3);

interface Load {
  answered: number;
  /** Requests that had begun on an open connection and were not answered whole. */
  lost: string[];
}

/** Clients on connections that stay open, each sending one request after the other until nobody listens. */
function load(url: string, clients: number) {
  const done: Load = { answered: 0, lost: [] };
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const one = (path: string) =>
    new Promise<'more' | 'end'>((resolve) => {
      const asked = request(
        new URL(path, url),
        { agent, headers: { accept: 'text/html' } },
        (answer) => {
          answer.on('error', (error) => {
            done.lost.push(`${path}: ${error.message}`);
            resolve('end');
          });
          answer.on('end', () => {
            if (answer.statusCode !== 200) done.lost.push(`${path}: ${answer.statusCode}`);
            done.answered++;
            resolve('more');
          });
          answer.resume();
        },
      );
      asked.on('error', (error: NodeJS.ErrnoException) => {
        // Nobody listens any more: the request never began.
        if (error.code !== 'ECONNREFUSED') done.lost.push(`${path}: ${error.code}`);
        resolve('end');
      });
      asked.end();
    });
  const all = Array.from({ length: clients }, async (_, i) => {
    while ((await one(['/sign-in', '/', '/sign-up', '/password-reset'][i % 4] ?? '/')) === 'more');
  });
  return { done, ended: Promise.all(all).finally(() => agent.destroy()) };
}

for (let round = 1; round <= ROUNDS; round++) {
  test(`told to stop under load, it answers all that it has begun, and ends well (${round})`, async (t) => {
    const product = await startProduct();
    const { done, ended } = load(product.url, 8);
    for (let i = 0; i < 200 && done.answered < 50; i++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(done.answered >= 50, `${done.answered} answered before the stop`);
    const exit = new Promise<number | null>((resolve) => product.child.once('exit', resolve));
    const began = performance.now();
    product.child.kill('SIGTERM');
    assert.equal(await exit, 0);
    const seconds = (performance.now() - began) / 1000;
    await ended;
    t.diagnostic(
      `${done.answered} answered, ${done.lost.length} lost, ended after ${seconds.toFixed(1)} s`,
    );
    await product.stop();
    assert.deepEqual(done.lost, []);
    assert.ok(seconds <= 25, `${seconds} s: whoever asked would have killed it`);
  });
}
