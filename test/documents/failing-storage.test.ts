import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { start } from '../harness.ts';

const app = await start();
const customer = await app.signedIn('customer');
const { aPhoto } = await import('../factories.ts');
const { keepPicture, recordPicture, wirePicture } = await import('../../src/documents/index.ts');
const { storageSetting } = await import('../../src/documents/storage.ts');
const { sweepIntents } = await import('../../src/documents/sweep-intents.ts');
const { db, inTransaction } = await import('../../src/platform/db.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { shiftClock, DAY, HOUR } = await import('../../src/platform/clock.ts');
const photo = await aPhoto();
const folder = join(app.folder, 'documents');

async function send(bytes = photo) {
  const form = new FormData();
  form.append('purpose', 'other');
  form.append('file', new Blob([new Uint8Array(bytes)]), 'a.jpg');
  const headers = { accept: 'application/json' };
  const answer = await customer.fetch('/documents', { method: 'POST', body: form, headers });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

function files(): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((name) => /original|thumb|part/.test(name));
}

const rows = async () => Number((await db('documents').count({ n: '*' }).first())?.['n']);

/** Refused in words, no row, no half file; afterwards the same picture is taken. */
async function survives(mend: () => unknown): Promise<void> {
  const before = await rows();
  const refused = await send();
  assert.equal(refused.status, 503);
  assert.equal(refused.body.error.message, '图片暂时存不下来，请稍后再试。已填写的内容不受影响');
  assert.equal(await rows(), before);
  await mend();
  assert.equal((await send()).status, 201);
  assert.equal(await rows(), before + 1);
  assert.deepEqual(
    files().filter((name) => name.endsWith('.part')),
    [],
  );
}

test('where no folder can be made, an upload is refused in words, and the next one is taken', async () => {
  writeFileSync(folder, 'a file in the place of the folder');
  await survives(() => rmSync(folder));
});

test('on a full disk likewise', async (t) => {
  const aside = `${folder}.aside`;
  renameSync(folder, aside);
  mkdirSync(folder);
  const options = ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder];
  if (spawnSync('mount', options).status !== 0) {
    rmSync(folder, { recursive: true });
    renameSync(aside, folder);
    return t.skip('mounting is not allowed here');
  }
  const fill = join(folder, 'fill');
  writeFileSync(fill, Buffer.alloc(60 * 1024));
  try {
    await survives(() => spawnSync('mount', ['-o', 'remount,size=8m', folder]).status);
  } finally {
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true });
    renameSync(aside, folder);
  }
});

test('an object store that answers 500 likewise; and what it holds cannot be opened, in words', async () => {
  const { body: stored } = await send();
  const broken = createServer((_req, res) => res.writeHead(500).end());
  await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
  after(() => broken.close());
  const { port } = broken.address() as AddressInfo; // a TCP server's address is never a string
  const s3 = { region: 'x', bucket: 'x', access_key_id: 'x', secret_access_key: 'x' };
  const endpoint = `http://127.0.0.1:${port}`;
  await writeSetting(app.db, storageSetting, { kind: 's3', endpoint, path_style: true, ...s3 });
  const view = await customer.get(`/documents/${stored.no}/thumb`);
  assert.equal(view.status, 503);
  assert.equal(view.headers.get('cache-control'), 'no-store', 'a refusal is not kept');
  await survives(() => writeSetting(app.db, storageSetting, { kind: 'local' }));
  assert.ok(await app.db('outgoing_calls').where({ action: 'put', outcome: 'failed' }).first());
});

test('a picture whose transaction was undone is removed after a day; a named one never is', async () => {
  const upload = { owner_id: 1, purpose: 'other', bytes: photo };
  const [named, lost] = [await keepPicture(upload), await keepPicture(upload)];
  await inTransaction((trx, after) => recordPicture(trx, named, after));
  const undone = inTransaction(async (trx, after) => {
    await recordPicture(trx, lost, after);
    throw new Error('undone');
  });
  await assert.rejects(undone);
  const lies = () => files().some((name) => name.includes(lost.document.no));
  shiftClock(23 * HOUR);
  await sweepIntents();
  assert.ok(lies(), 'not before its day');
  shiftClock(DAY + HOUR);
  await sweepIntents();
  shiftClock(0);
  assert.ok(!lies());
  assert.ok(!readdirSync(folder, { recursive: true, encoding: 'utf8' }).includes(lost.document.no));
  assert.ok((await wirePicture(named.document.no, 100_000)).length > 0);
  assert.deepEqual(await db('document_intents'), []);
});

test('while a picture is decoded no connection to the database is held', async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const create = { width: 3000, height: 2400, channels: 3, background: '#8ac', noise } as const;
  const large = await sharp({ create }).jpeg().toBuffer();
  const used: number[] = [];
  const watch = setInterval(() => used.push(db.client.pool.numUsed()), 2);
  assert.equal((await send(large)).status, 201);
  clearInterval(watch);
  const held = used.filter((count) => count > 0).length;
  assert.ok(held < used.length / 2, `${held} of ${used.length}`);
});
