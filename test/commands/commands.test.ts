import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loaderArguments, makeDatabase, serverUrl, withDatabase } from '../harness.ts';

const name = `t_${process.pid}_commands`;
const admin = await makeDatabase(name);
const folder = mkdtempSync(join(tmpdir(), 'beika-commands-'));
after(async () => {
  await admin.raw('drop database ??', [name]);
  await admin.destroy();
  rmSync(folder, { recursive: true, force: true });
});
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

function beika(args: string[], input = '') {
  const ran = spawnSync(process.execPath, [...loaderArguments(), cli, ...args, '--json'], {
    input,
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      ...process.env,
      DATABASE_URL: withDatabase(serverUrl(), name),
      REDIS_URL: process.env['TEST_REDIS_URL'],
      QUEUE_PREFIX: `{${name}}`,
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
    },
  });
  const line = ran.stdout.trim().split('\n').at(-1) ?? '';
  return {
    status: ran.status,
    body: line ? JSON.parse(line) : null,
    err: ran.stderr,
    out: ran.stdout,
  };
}

test('an administrator is made once; a weak password and a second one of that address are refused in words', () => {
  const weak = beika(['admin:create', '--email', 'boss@example.cn'], 'short');
  assert.equal(weak.status, 1);
  assert.match(weak.body.error.message + JSON.stringify(weak.body.error.fields), /10/);
  const made = beika(['admin:create', '--email', 'boss@example.cn'], 'a long enough secret 9\n');
  assert.equal(made.status, 0, made.err + made.out);
  assert.equal(
    beika(['admin:create', '--email', 'boss@example.cn'], 'a long enough secret 9').status,
    1,
  );
});

test('a setting is written from standard input and read back; a wrong or unknown one is refused', () => {
  const site = { name: '云图主机', footer_icp: '浙ICP备2026000001号', contact: '' };
  assert.equal(beika(['settings:set', 'site'], JSON.stringify(site)).status, 0);
  assert.deepEqual(beika(['settings:get', 'site']).body, site);
  assert.equal(beika(['settings:set', 'site'], '{"name":""}').status, 1);
  assert.equal(beika(['settings:set', 'site'], 'not json').status, 1);
  const unknown = beika(['settings:set', 'site'], JSON.stringify({ ...site, footer: 'x' }));
  assert.equal(unknown.status, 1);
  assert.match(unknown.body.error.message, /没有 footer 这一项.*name、footer_icp/);
  const switched = beika(['settings:set', 'documents.storage'], '{"kind":"local","bucket":"b"}');
  assert.match(switched.body.error.message, /没有 bucket 这一项.*kind/);
  assert.equal(beika(['settings:get', 'no.such']).status, 1);
  assert.deepEqual(beika(['settings:get', 'site']).body, site);
});

test('a secret setting is never printed', () => {
  const storage = {
    kind: 's3',
    endpoint: 'https://oss.example.cn',
    bucket: 'b',
    access_key_id: 'id',
    secret_access_key: 'TOPSECRET-1',
  };
  const set = beika(['settings:set', 'documents.storage'], JSON.stringify(storage));
  const got = beika(['settings:get', 'documents.storage']);
  assert.equal(set.status, 0, set.out);
  assert.deepEqual(got.body, { key: 'documents.storage', secret: true, is_default: false });
  assert.doesNotMatch(set.out + set.err + got.out + got.err, /TOPSECRET/);
  assert.equal(beika(['settings:set', 'documents.storage'], '{"kind":"local"}').status, 0);
});

test('a bureau that cannot be reached is told as such, with exit status 1', () => {
  const file = join(folder, 'bureau.json');
  const wsdl = 'http://127.0.0.1:9/none?wsdl';
  const bureau = {
    name: '无应答管局',
    province_code: '330000',
    isp_id: 7,
    user_name: 'u',
    password: 'p',
    encrypt: 0,
  };
  writeFileSync(
    file,
    JSON.stringify({ ...bureau, upload_wsdl: wsdl, query_wsdl: wsdl, verify_wsdl: wsdl }),
  );
  assert.equal(beika(['bureau:import', file]).status, 0);
  const checked = beika(['bureau:check', '无应答管局']);
  assert.equal(checked.status, 1);
  assert.equal(checked.body.ok, false);
  assert.equal(beika(['bureau:check', '没有的管局']).status, 1);
  assert.equal(beika(['bureau:import', join(folder, 'absent.json')]).status, 1);
});

test('a demonstration can be seeded, and its filings shown without a personal datum in clear', () => {
  const seeded = beika(['demo:seed']);
  assert.equal(seeded.status, 0, seeded.err + seeded.out);
  assert.deepEqual(seeded.body.shop, { products: 4, new_cards: 126 });
  const shown = beika(['filings:show', seeded.body.filings[0]]);
  assert.equal(shown.body.status, 'provider_review');
  assert.doesNotMatch(shown.out, /539941199912048154|13800000001/);
  assert.equal(beika(['filings:show', 'BA0000000000000000']).status, 1);
  assert.equal(beika(['audit:verify']).status, 0);
});

test('a second seeding makes nothing anew and tells what is there', () => {
  const again = beika(['demo:seed']);
  assert.equal(again.status, 0, again.err + again.out);
  assert.equal(again.body.new_filings, 0);
  assert.deepEqual(again.body.shop, { products: 4, new_cards: 0 });
  assert.equal(again.body.filings.length, 2);
  assert.equal(beika(['filings:show', again.body.filings[1]]).body.status, 'needs_fix');
  assert.deepEqual(Object.keys(again.body.customer), ['email', 'note']);
});

test('an entity that somebody has filed already stops one step of the seeding, not the others', async () => {
  const [{ n: before } = { n: 0 }] = await admin(`${name}.users`).count({ n: '*' });
  // The company's filing becomes another customer's, and its domain with it.
  const own = await admin(`${name}.users`).orderBy('id').first('id');
  const rows = await admin(`${name}.filings`).orderBy('id').select('id');
  await admin(`${name}.filings`).where({ id: rows[0].id }).update({ customer_id: own.id });
  const again = beika(['demo:seed']);
  assert.equal(again.status, 1, again.out);
  assert.equal(again.body.filings.length, 1);
  assert.match(again.body.refusals[0], /^company：/);
  const [{ n: after } = { n: 0 }] = await admin(`${name}.users`).count({ n: '*' });
  assert.equal(after, before);
});

test('an unknown command says so, names the known ones, and fails', () => {
  const ran = spawnSync(process.execPath, [...loaderArguments(), cli, 'nonsense'], {
    encoding: 'utf8',
  });
  assert.equal(ran.status, 1);
  assert.match(ran.stdout, /filings:import/);
});
