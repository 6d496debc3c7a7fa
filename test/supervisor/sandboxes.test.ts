import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, eventually, kill, processesOn, type Said, stage, start } from './stage.ts';

function lastOf(said: Said | undefined, name: string) {
  return said?.heard.findLast((message) => message.type === 'sandbox' && message.name === name);
}

test('sandboxes run while the product asks for them, and keep their address', async (t) => {
  const folder = stage(t);
  const started = start(folder);
  const url = await started.ready;
  const addressOf = async (name: string) => lastOf(await ask(url), name)?.url;
  await ask(url, '/sandboxes?name=bureau&name=mail');
  await eventually(async () => Boolean(await addressOf('bureau')), 'the bureau is there');
  await eventually(async () => Boolean(await addressOf('mail')), 'the mail sink is there');
  const address = await addressOf('bureau');
  const first = await pidAt(address);

  kill(first ?? 0);
  await eventually(async () => (await pidAt(address)) !== undefined, 'a killed one comes back');
  assert.notEqual(await pidAt(address), first);

  await ask(url, '/sandboxes?name=mail');
  await eventually(async () => (await addressOf('bureau')) === undefined, 'the bureau is gone');
  assert.equal(await pidAt(address), undefined);

  await ask(url, '/sandboxes?name=bureau');
  await eventually(async () => (await addressOf('bureau')) === address, 'the same address again');

  process.kill(started.pid, 'SIGTERM');
  assert.equal((await started.exit).code, 0);
  assert.deepEqual(processesOn(folder), []);
});

test('a sandbox that cannot start is told to the product, which goes on', async (t) => {
  const folder = stage(t);
  const started = start(folder);
  const url = await started.ready;
  await ask(url, '/sandboxes?name=broken');
  await eventually(async () => Boolean(lastOf(await ask(url), 'broken')), 'an answer comes');
  assert.match(lastOf(await ask(url), 'broken')?.error ?? '', /the sandbox is broken/);
});

async function pidAt(url: string | undefined): Promise<number | undefined> {
  try {
    return Number(await (await fetch(url ?? '')).text());
  } catch {
    return undefined;
  }
}
