import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { officialCode } from '../../../src/bureau/apply/codes.ts';
import { OFFICIAL_CODES } from '../../../src/bureau/profile/codes-document.ts';
import { readProfile, shippedText } from '../../../src/bureau/profile/read.ts';
import { CODE_REASONS, explain } from '../../../src/filings/reasons/index.ts';
import { start } from '../../harness.ts';
import { startSandbox, temporaryDir } from '../../sandbox/process.ts';
import { asking } from '../asking.ts';
import { aFiling } from '../filings.ts';
import { handles, importFrom } from '../setup.ts';

const app = await start();
const { db } = app;
const { aForm } = await import('../../factories.ts');
const operator = await app.signedIn('administrator');
const place = `/bureau-profiles/${encodeURIComponent('V3.0')}`;
const CODES = {
  '2101': { means: '1010' },
  '2001': { means: '1001' },
  '2777': { meaning: '缺少公安备案', advice: '请先办理公安备案', who: 'customer' },
};
const withCodes = (codes: object) => ({ ...JSON.parse(shippedText()), codes });

test('the codes a profile may translate to are those that filings has rules for, with the same official text', () => {
  const known = CODE_REASONS.map(({ code, official }) => [code, official]);
  assert.deepEqual([...OFFICIAL_CODES], known);
});

test('another code number for the same thing leads to the same mark at the same field', async () => {
  const file = join(temporaryDir(), 'profile.json');
  const document_json = JSON.stringify(withCodes(CODES));
  writeFileSync(file, document_json);
  const OPTIONS = ['--auto', 'approve', '--jcdm', 'no'];
  const official = await startSandbox('bureau', OPTIONS);
  const other = await startSandbox('bureau', [...OPTIONS, '--profile', file]);
  await importFrom(official, 'official');
  await importFrom(other, 'other');
  await operator.post(`${place}/1`, { document_json, name: 'other', note: '另一套代码' });
  await operator.post('/bureau-profiles/other/1/activation', { seen: '' });
  await db('bureaus').where({ name: 'other' }).update({ profile_name: 'other' });

  const marks = [];
  for (const [n, sandbox] of [official, other].entries()) {
    await handles(sandbox).fault('data_code', 'isp_upload', { code: 1010 });
    const name = n === 0 ? 'official' : 'other';
    const record = { subject: `BACODE${n}`, kind: 'initial', filing: aFiling(n + 1) } as const;
    const { found } = await asking(db, name).ask(record, 'data_result');
    assert.ok(found.kind === 'data_result' && found.refused);
    const form = aForm();
    marks.push(found.codes.flatMap(({ code, text }) => explain(code, text, form)));
  }
  assert.ok(marks[0]!.length > 0 && marks[0]![0]!.path !== '');
  assert.deepEqual(marks[1], marks[0]);
  const listed = await fetch(`${other.url}/_control/downloads`);
  const [download] = JSON.parse(await listed.text());
  const sent = await fetch(`${other.url}/_control/downloads/${download.name}`);
  const text = new TextDecoder('gbk').decode(await sent.arrayBuffer());
  assert.match(text, /<Jgdm>2101<\/Jgdm>/, 'it did answer with the other number');
});

test('a code that V3.0 has nothing like carries the words of the profile, and one not listed stays', () => {
  const read = readProfile(withCodes(CODES));
  assert.ok(read.ok);
  const { codes } = read.profile;
  assert.deepEqual(officialCode(codes, { code: '2101', text: '错误数据：x' }), {
    code: '1010',
    text: '错误数据：x',
  });
  const own = officialCode(codes, { code: '2777', text: '' });
  assert.equal(own.text, '缺少公安备案');
  assert.deepEqual(own.own?.who, 'customer');
  assert.deepEqual(own.own?.paths, ['']);
  for (const code of ['1010', 'constructor', '__proto__', ''])
    assert.deepEqual(officialCode(codes, { code, text: 't' }), { code, text: 't' });
});

test('a code that means nothing, or what V3.0 does not have, is refused at its place', () => {
  const faults = (codes: object) => {
    const read = readProfile(withCodes(codes));
    return read.ok ? [] : read.faults.map(({ at }) => at);
  };
  assert.deepEqual(faults({ '2101': {} }), ['codes.2101.means']);
  assert.deepEqual(faults({ '2101': { means: '9999' } }), ['codes.2101.means']);
  assert.deepEqual(faults({ '2101': { meaning: 'x', paths: ['A b'] } }), ['codes.2101.paths.0']);
  assert.deepEqual(faults({ abc: { means: '1010' } }), ['codes.abc']);
});
