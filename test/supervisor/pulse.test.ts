import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { pulseUrl, watchPulse } from '../../src/engines/pulse.ts';
import { eventually } from './stage.ts';

const QUICK = { everyMs: 50, misses: 3 };

function listen(server: Server): Promise<string> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`),
    ),
  );
}

test('whoever answers once and then no more is hung; whoever never answered is not', async (t) => {
  let isSilent = false;
  const asked = { silent: 0, always: 0 };
  const first = createServer((_req, res) => {
    if (isSilent) asked.silent++;
    else res.writeHead(503).end();
  });
  const second = createServer(() => void asked.always++);
  t.after(() => {
    for (const each of [first, second]) each.close().closeAllConnections();
  });
  const hung: string[] = [];
  const stops = [
    watchPulse(await listen(first), QUICK, () => hung.push('first')),
    watchPulse(await listen(second), QUICK, () => hung.push('second')),
  ];
  await eventually(() => asked.always > 6, 'both are asked');
  assert.deepEqual(hung, []);
  isSilent = true;
  await eventually(() => hung.length > 0, 'the silent one is noticed');
  assert.deepEqual([hung, asked.silent], [['first'], 3]);
  for (const stop of stops) stop();
});

test('only a web process has a pulse, at the address it says', () => {
  assert.equal(pulseUrl('ready https://127.0.0.1:8443'), 'https://127.0.0.1:8443/healthz');
  for (const line of ['ready worker', 'ready', 'ready http://::1:80', ''])
    assert.equal(pulseUrl(line), undefined, line);
});
