import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { jsonBody } from '../../src/platform/bodies.ts';
import { errors } from '../../src/platform/refusals.ts';
import { room } from '../../src/platform/room.ts';

const MB = 1 << 20;
const WORDS = { own: '您同时提交的太多', full: '提交的人太多' };
const held = room({ most: 3 * MB, mostOfOne: 2 * MB }, WORDS);
const app = express().use(jsonBody(2 * MB, held));
// Answers stay open until told: what was read is held as long.
const open: (() => void)[] = [];
app.post('/api/:whose/kept', (_req, res) => {
  open.push(() => res.json({}));
});
app.post('/api/:whose', (req, res) => res.json({ letters: JSON.stringify(req.body).length }));
app.use(errors);
const server = app.listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
after(() => server.close().closeAllConnections());
const port = (server.address() as AddressInfo).port;
const text = (bytes: number) => JSON.stringify({ a: 'x'.repeat(bytes) });

async function post(path: string, body: string | Uint8Array, headers = {}) {
  const type = { 'content-type': 'application/json', ...headers };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    ...{ method: 'POST', body, headers: type },
  });
  return { status: answer.status, text: await answer.text() };
}

/** Sends so many bytes of a body that never ends. */
function half(path: string, bytes: number): Promise<Socket> {
  const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${2 * MB}\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head);
      socket.write(Buffer.alloc(bytes, 32), () => resolve(socket));
    });
    socket.on('error', reject);
  });
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries++) {
    assert.ok(tries < 100);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('bodies that lie in memory are counted: one person and all together may hold so much', async () => {
  const first = await half('/api/a', 1.5 * MB);
  await until(async () => (await post('/api/a', text(MB))).status === 429);
  assert.match((await post('/api/a', text(MB))).text, new RegExp(WORDS.own));
  assert.equal((await post('/api/b', text(MB))).status, 200);
  // Whichever of two comes first is taken: when the post overtook the half, it is tried once more.
  let second: Socket | undefined;
  await until(async () => {
    second?.destroy();
    second = await half('/api/c', MB);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return (await post('/api/b', text(MB))).status === 503;
  });
  assert.match((await post('/api/b', text(MB))).text, new RegExp(WORDS.full));
  first.destroy();
  second?.destroy();
  await until(async () => (await post('/api/a', text(MB))).status === 200);
});

test('who announces much and sends nothing keeps nobody out', async () => {
  const sockets = await Promise.all(['a', 'a', 'b', 'c'].map((who) => half(`/api/${who}`, 0)));
  assert.equal((await post('/api/a', text(MB))).status, 200);
  for (const socket of sockets) socket.destroy();
});

test('a body counts until its answer is out', async () => {
  const kept = post('/api/a/kept', text(1.5 * MB));
  await until(async () => open.length === 1);
  assert.equal((await post('/api/b', text(1.9 * MB))).status, 503);
  for (const answer of open.splice(0)) answer();
  assert.equal((await kept).status, 200);
  await until(async () => (await post('/api/b', text(1.9 * MB))).status === 200);
});

test('a packed body counts by what it unpacks to, and one lost half way is forgotten', async () => {
  const gzip = { 'content-encoding': 'gzip' };
  assert.equal((await post('/api/a', gzipSync(text(MB)), gzip)).status, 200);
  assert.equal((await post('/api/a', gzipSync(text(3 * MB)), gzip)).status, 413);
  assert.equal((await post('/api/a', gzipSync(text(MB)).subarray(0, 500), gzip)).status, 400);
  assert.equal((await post('/api/a', text(1.9 * MB))).status, 200);
});
