import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { loaderArguments, start } from '../harness.ts';

const app = await start();
const cli = new URL('../../src/cli.ts', import.meta.url).pathname;

/** Runs a command as scripts/beika.mjs does, with `input` on its standard input. */
async function beika(args: string[], input = '') {
  const child = spawn(process.execPath, [...loaderArguments(), cli, ...args]);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  child.stdin.end(input);
  const status = await new Promise((resolve) => child.on('close', resolve));
  return { status, ...said, all: said.out + said.err };
}

const SECRET = 'SmtpPassw0rd-77';
const mail = {
  host: 'smtp.example.cn',
  port: 465,
  secure: true,
  user: 'noreply',
  password: SECRET,
  from: 'a@example.cn',
};

test('every setting is listed with its title, none with its value', async () => {
  const { status, out } = await beika(['settings:get', '--json']);
  const list = JSON.parse(out);
  assert.equal(status, 0);
  assert.ok(list.length > 6);
  for (const each of list) assert.deepEqual(Object.keys(each), ['key', 'title', 'secret']);
  assert.ok(
    list.some(
      ({ key, secret }: { key: string; secret: boolean }) => key === 'notify.mail' && secret,
    ),
  );
});

test('a secret goes in by standard input, lies sealed, is recorded as changed, and is never printed', async () => {
  const set = await beika(['settings:set', 'notify.mail', '--json'], JSON.stringify(mail));
  assert.deepEqual(
    [set.status, JSON.parse(set.out)],
    [0, { key: 'notify.mail', saved: true }],
    set.err,
  );
  const get = await beika(['settings:get', 'notify.mail', '--json']);
  assert.deepEqual(JSON.parse(get.out), { key: 'notify.mail', secret: true, is_default: false });
  for (const { all } of [set, get]) assert.ok(!all.includes(SECRET));
  const stored = JSON.stringify([await app.db('settings'), await app.db('audit_entries')]);
  assert.ok(!stored.includes(SECRET));
  const entry = await app.db('audit_entries').where({ action: 'settings.changed' }).first();
  assert.equal(entry?.subject, 'settings:notify.mail');
});

test('a value that is wrong is refused in words that do not repeat it, and an unknown name as not found', async () => {
  const [wrong, none, unknown] = await Promise.all([
    beika(['settings:set', 'notify.mail'], JSON.stringify({ ...mail, port: 'AnotherSecret99' })),
    beika(['settings:set', 'notify.mail', '--json'], `{"password":"${SECRET}"`),
    beika(['settings:get', '__proto__', '--json']),
  ]);
  assert.equal(wrong.status, 1);
  assert.match(wrong.err, /设置 notify\.mail 的值不正确/);
  assert.ok(!wrong.all.includes('AnotherSecret99') && !wrong.all.includes(SECRET));
  assert.deepEqual([none.status, JSON.parse(none.out).error.code], [1, 'invalid']);
  assert.ok(!none.all.includes(SECRET));
  assert.deepEqual([unknown.status, JSON.parse(unknown.out).error.code], [1, 'not_found']);
});

test('an open setting is printed as it stands', async () => {
  const { writeSetting } = await import('../../src/platform/settings.ts');
  const { siteSetting } = await import('../../src/ops/index.ts');
  await writeSetting(app.db, siteSetting, { name: '云图主机' });
  const site = await beika(['settings:get', 'site', '--json']);
  assert.deepEqual(JSON.parse(site.out), { name: '云图主机', footer_icp: '', contact: '' });
});
