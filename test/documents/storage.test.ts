import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { storage, storageSetting } = await import('../../src/documents/storage.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { linksSetting, pictureLinks } = await import('../../src/documents/links.ts');

const script = new URL('./object-store.ts', import.meta.url).pathname;
const store = spawn(process.execPath, ['--import', 'tsx', script, 'pictures', 'AKID', 'SECRET'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
after(() => store.kill());
const [line] = await once(store.stdout, 'data');
const endpoint = String(line).trim().split(' ')[1];

const s3 = (secret_access_key: string) => ({
  kind: 's3',
  endpoint,
  region: 'cn-test',
  bucket: 'pictures',
  access_key_id: 'AKID',
  secret_access_key,
  path_style: true,
});

test('pictures lie in object storage when the settings say so, and come back byte for byte', async () => {
  await writeSetting(app.db, storageSetting, s3('SECRET'));
  const there = await storage();
  await there.check();
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 251));
  await there.put('WJTEST/original', bytes);
  assert.deepEqual(await there.get('WJTEST/original'), bytes);
  await there.remove('WJTEST/original');
  await assert.rejects(there.get('WJTEST/original'));
});

test('a wrong key is refused, and every call is recorded without the key', async () => {
  await writeSetting(app.db, storageSetting, s3('WRONG'));
  await assert.rejects((await storage()).put('WJTEST/original', Buffer.from('x')));
  const calls = await app.db('outgoing_calls').where({ system: 'storage' });
  assert.ok(calls.length >= 4);
  assert.doesNotMatch(JSON.stringify(calls), /SECRET|WRONG/);
  const [row] = await app.db('settings').where({ name: 'documents.storage' });
  assert.doesNotMatch(row?.value_json ?? '', /WRONG/, 'the setting is sealed');
});

test('a signed link opens its own picture only, and only for a while', async () => {
  await writeSetting(app.db, storageSetting, { kind: 'local' });
  await writeSetting(app.db, linksSetting, { cdn_host: 'https://img.example.cn' });
  const [one, two] = [await pictureLinks('WJAAAA'), await pictureLinks('WJBBBB')];
  const path = (url: string) => url.replace('https://img.example.cn', '');
  const visitor = app.client();
  const swapped = path(one.view_url).replace('WJAAAA', 'WJBBBB');
  assert.notEqual(one.view_url, two.view_url);
  assert.equal((await visitor.get(swapped)).status, 404);
  assert.equal((await visitor.get(path(one.view_url).replace('/view', '/thumb'))).status, 404);
  assert.equal((await visitor.get('/files/WJAAAA/view')).status, 404);
  const page = await visitor.get('/sign-in');
  assert.match(
    page.headers.get('content-security-policy') ?? '',
    /img-src [^;]*https:\/\/img\.example\.cn/,
  );
});

test('a picture is stored in a folder that others of it are just leaving', async () => {
  await writeSetting(app.db, storageSetting, { kind: 'local' });
  const there = await storage();
  for (let round = 0; round < 100; round++) {
    const leaving = Array.from({ length: 12 }, (_, i) => there.remove(`WJAAAA/other-${i}`));
    await there.put('WJAAAA/thumb', Buffer.from('new'));
    await Promise.all(leaving);
    assert.equal((await there.get('WJAAAA/thumb')).toString(), 'new');
    await there.remove('WJAAAA/thumb');
  }
});
