import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { after, test } from 'node:test';
import { ownEnvironment } from '../harness.ts';

const { drop } = await ownEnvironment();
after(drop);
const main = new URL('../../src/main.ts', import.meta.url).pathname;

/** Starts the product by itself; `lines` is all it says, in order. `untilReady` stops it once it is ready and settled. */
function start(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'info', ...env },
  });
  const said = { text: '' };
  const ready = new Promise<void>((resolve) => {
    const take = (chunk: Buffer) => {
      said.text += chunk;
      if (said.text.includes('\nready ')) resolve();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
  });
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, said, ready, exit };
}

test('a port that is taken is told in one line with what to do, without a stack, before any work begins', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const address = holder.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const { exit, said } = start({ PORT: port });
  assert.equal(await exit, 78, said.text);
  await new Promise((resolve) => holder.close(resolve));
  assert.match(said.text, new RegExp(`^端口 ${port} 已被别的程序占用.*PORT=\\d+ npm start\n$`));
});

test('an environment that is wrong is told in words, without a stack', async () => {
  const { exit, said } = start({ PORT: 'eighty' });
  assert.equal(await exit, 78, said.text);
  assert.match(said.text, /^环境变量有误：[\s\S]*PORT/);
  assert.doesNotMatch(said.text, /\n {4}at /);
});

test('the line `ready …` is the last one of a first start', async () => {
  const { child, ready, exit, said } = start({});
  await ready;
  // A schedule that is due looks once a second: what it says would come now.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const lines = said.text.trim().split('\n');
  child.kill('SIGTERM');
  assert.equal(await exit, 0);
  assert.match(lines.at(-1) ?? '', /^ready http:\/\/127\.0\.0\.1:\d+$/);
  assert.doesNotMatch(said.text, /Warning/);
});
