import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { start } from '../harness.ts';

const app = await start();
const { aForm, aPerson, aPhoto, filingNow } = await import('../factories.ts');
const { importFiling, showFiling } = await import('../../src/filings/api/import-filing.ts');
const { importBureau } = await import('../../src/bureau/index.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');
const folder = mkdtempSync(join(tmpdir(), 'beika-import-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'photo.jpg'), await aPhoto());

function aFile(change: object = {}): string {
  const { materials, request: _request, ending: _ending, ...form } = aForm();
  const pictures = Object.fromEntries(Object.keys(materials).map((slot) => [slot, ['photo.jpg']]));
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, JSON.stringify({ ...form, pictures, ...change }));
  return path;
}

test('a file with pictures by path becomes a filing under review, of a customer made for it', async () => {
  const email = `owner-${Date.now()}@example.com`;
  const shown = await importFiling(aFile({ customer_email: email }));
  assert.equal(shown.status, 'provider_review');
  const row = await filingNow(shown.filing_no);
  const again = await importFiling(aFile({ customer_email: email.toUpperCase() }));
  assert.equal((await filingNow(again.filing_no)).customer_id, row.customer_id);
  assert.equal((await app.db('filing_pictures').where({ filing_id: row.id })).length, 6);
});

test('a file that says it was reviewed goes into line for its bureau', async () => {
  await importBureau(
    app.db,
    {
      ...{ name: 'zj', province_code: '330000', isp_id: 1001, user_name: 'u', password: 'p' },
      ...{ encrypt: 0, upload_wsdl: 'http://127.0.0.1:9/upload?wsdl' },
    },
    SYSTEM,
  );
  const { id } = await aPerson();
  const shown = await importFiling(aFile({ reviewed: true }), { customer_id: id });
  assert.equal(shown.status, 'reporting');
  assert.deepEqual(
    shown.timeline.map(({ event }) => event),
    ['created', 'submitted', 'passed', 'reported'],
  );
  assert.equal((await app.db('bureau_records').where({ subject: shown.filing_no })).length, 1);
  assert.equal((await showFiling(shown.filing_no)).status, 'reporting');
});

test('a file whose checks fail makes no filing, reviewed or not, and names each field', async () => {
  const before = (await app.db('filings')).length;
  const file = aFile({ reviewed: true, consents: { sensitive: true, truth: false } });
  await assert.rejects(importFiling(file), (error: { fields?: object }) => {
    assert.deepEqual(Object.keys(error.fields ?? {}), ['consents.truth']);
    return true;
  });
  assert.equal((await app.db('filings')).length, before);
});

test('a picture that is not there, a file that is none, and no file at all are told', async () => {
  await assert.rejects(importFiling(aFile({ pictures: { entity_licence: 'gone.jpg' } })), {
    code: 'unprocessable',
  });
  writeFileSync(join(folder, 'broken.json'), '{');
  await assert.rejects(importFiling(join(folder, 'broken.json')), { code: 'invalid' });
  await assert.rejects(importFiling(join(folder, 'nothing.json')), { code: 'invalid' });
  await assert.rejects(showFiling('BANOTHING'), { code: 'not_found' });
});

test('the example in the documentation is a filing that passes every rule', async () => {
  const page = readFileSync(new URL('../../docs/api-filings.md', import.meta.url), 'utf8');
  const example = /```json\n([\s\S]*?)\n```/.exec(page)?.[1] ?? '';
  const beside = fileURLToPath(new URL('../../seeds/demo/', import.meta.url));
  for (const picture of readdirSync(beside).filter((name) => name.endsWith('.jpg')))
    copyFileSync(join(beside, picture), join(folder, picture));
  writeFileSync(join(folder, 'example.json'), example);
  const shown = await importFiling(join(folder, 'example.json'));
  assert.equal(shown.status, 'provider_review');
});

test('the address of somebody who works here is told to be no customer, and what to write instead', async () => {
  const { email } = await aPerson('reviewer');
  await assert.rejects(importFiling(aFile({ customer_email: email })), (error: Error) => {
    assert.match(error.message, /工作人员.*customer_email/);
    return true;
  });
});
