import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { start } from '../../harness.ts';
import { startSandbox, temporaryDir } from '../../sandbox/process.ts';
import { asking } from '../asking.ts';
import { aFiling } from '../filings.ts';
import { schemaOptions, uploadFaults } from '../schemas.ts';
import { handles, importFrom } from '../setup.ts';
import { byForms } from './by-forms.ts';

const app = await start();
const { db } = app;
const operator = await app.signedIn('administrator');
const place = `/bureau-profiles/${encodeURIComponent('V3.0')}`;
const OPTIONS = [...schemaOptions, '--auto', 'approve', '--jcdm', 'no'];

/** The shipped document with three names, a hash, a method and the answer's code changed, and an element added. */
function changed(document_json: string): string {
  const document = JSON.parse(
    document_json
      .replaceAll('"name": "Dwmc"', '"name": "Zbzmc"')
      .replaceAll('"name": "Ym_xx"', '"name": "Yuming_xx"')
      .replaceAll('"name": "Fzr_sjhm"', '"name": "Fzr_lxdh"'),
  );
  const [entity] = document.uploads.initial.record.children;
  entity.children.push({ name: 'Lxfs', text: '{{ leader.name }}：{{ leader.mobile }}', max: 200 });
  document.wire.hash = 'sha256';
  document.wire.calls.upload.method = 'isp_submit';
  document.wire.answer.code = 'ret_code';
  return JSON.stringify(document, null, 2);
}

const shipped = (await db('bureau_profiles').where({ active_name: 'V3.0' }).first())!.document_json;
const document_json = changed(shipped);
const file = join(temporaryDir(), 'profile.json');
writeFileSync(file, document_json);
const official = await startSandbox('bureau', OPTIONS);
const other = await startSandbox('bureau', [...OPTIONS, '--profile', file]);
await importFrom(official, 'official');
await importFrom(other, 'other');
const { exchange, queueRecord } = await import('../../../src/bureau/index.ts');
const { inTransaction } = await import('../../../src/platform/db.ts');

test('an interface with other names, a new element and another hash is spoken to by a profile typed into the console alone', async () => {
  const early = await exchange('other');
  assert.equal(early.uploaded.length, 0, 'by the shipped profile it cannot be spoken to');
  await db('bureaus').update({ paused_at: null, breaker_until: null, failures: 0 });

  const saved = await operator.post(`${place}/1`, { document_json, name: 'V3.0', note: '换接口' });
  assert.equal(saved.headers.get('location'), `${place}/2`);
  const put = await operator.post(`${place}/2/activation`, { seen: '1' });
  assert.equal(put.status, 303);

  const { ask } = asking(db, 'other');
  const { results } = await ask(
    { subject: 'BAOTHER', kind: 'initial', filing: aFiling(1) },
    'published',
  );
  assert.ok(results.some((one) => one.kind === 'published' && one.entity.icp_number));
  const xml = Buffer.from(await (await fetch(`${other.url}/_control/uploads/1`)).arrayBuffer());
  const text = new TextDecoder('gbk').decode(xml);
  assert.match(text, /<Zbzmc>杭州备卡1号科技有限公司<\/Zbzmc>.*<Lxfs>张三：13800138000<\/Lxfs>/);
  if (schemaOptions.length > 0) assert.notEqual(uploadFaults(xml), '');
});

test('the official bureau refuses what is spoken by that profile', async () => {
  const { id } = (await db('bureaus').where({ name: 'official' }).first())!;
  const record = {
    bureau_id: id,
    subject: 'BAOFFICIAL',
    kind: 'initial',
    filing: aFiling(2),
  } as const;
  await inTransaction((trx) => queueRecord(trx, () => {}, record));
  const report = await exchange('official');
  assert.equal(report.uploaded.filter(({ msg_code }) => msg_code === 0).length, 0);
  assert.deepEqual((await handles(official).state()).uploads, []);
});

test('without the added element, or under an official name, that bureau takes nothing', async () => {
  const cases: ((document: ReturnType<typeof JSON.parse>) => void)[] = [
    (d) => d.uploads.initial.record.children[0].children.pop(),
    (d) => {
      d.uploads.initial.record.children[0].children[1].name = 'Dwmc';
    },
  ];
  for (const [n, change] of cases.entries()) {
    const document = JSON.parse(document_json);
    change(document);
    const version = 3 + n;
    const typed = { document_json: JSON.stringify(document), name: 'V3.0', note: '少一项' };
    await operator.post(`${place}/${version - 1}`, typed);
    await operator.post(`${place}/${version}/activation`, { seen: String(version - 1) });
    const { id } = (await db('bureaus').where({ name: 'other' }).first())!;
    const subject = `BABROKEN${n}`;
    const filing = aFiling(10 + n);
    const record = { bureau_id: id, subject, kind: 'initial', filing } as const;
    await inTransaction((trx) => queueRecord(trx, () => {}, record));
    await exchange('other');
  }
  const { until } = await import('../setup.ts');
  const found = await until(async () => {
    const files = (await handles(other).state()).uploads;
    return files.length === 3 && files.every(({ status }) => status === 'checked') && files;
  });
  assert.deepEqual(
    found.map(({ codes }) => codes),
    [found[0]?.codes ?? [], [5001], [5001]],
  );
});

test('the same interface is spoken to by a profile that was changed on the forms alone', async () => {
  const forms = byForms(operator, `${place}/1`);
  const ok = async (answer: Promise<Response>) => assert.equal((await answer).status, 303);
  const everywhere = async (name: string, to: string) => {
    const inPart = (nodes: unknown) => JSON.stringify(nodes).includes(`"name":"${name}"`);
    const { parts, uploads } = JSON.parse(shipped);
    const trees = [
      ...Object.keys(parts).flatMap((part) => (inPart(parts[part]) ? [`/parts/${part}`] : [])),
      ...Object.keys(uploads).flatMap((kind) =>
        inPart(uploads[kind]) ? [`/uploads/${kind}`] : [],
      ),
    ];
    for (const tree of trees)
      while ((await forms.pageAt(tree)).includes(`>${name}</a>`))
        await ok(forms.rename(tree, name, to));
  };
  await everywhere('Dwmc', 'Zbzmc');
  await everywhere('Ym_xx', 'Yuming_xx');
  await everywhere('Fzr_sjhm', 'Fzr_lxdh');
  const text = '{{ leader.name }}：{{ leader.mobile }}';
  const field = { shape: 'leaf', source: 'text', source_value: text, as: 'text', max: '200' };
  const added = { ...field, where: 'inside', name: 'Lxfs' };
  await ok(forms.add('/uploads/initial', await forms.find('/uploads/initial', 'Zt_xx'), added));
  await ok(
    forms.section('/wire', {
      'wire.hash': 'sha256',
      'wire.calls.upload.method': 'isp_submit',
      'wire.answer.code': 'ret_code',
    }),
  );
  const saved = await forms.save('换接口');
  const [version] = await db('bureau_profiles').orderBy('version', 'desc').limit(1);
  assert.equal(saved.headers.get('location'), `${place}/${version?.version}`);
  assert.deepEqual(JSON.parse(version!.document_json), JSON.parse(document_json));

  const { version: seen } = (await db('bureau_profiles').where({ active_name: 'V3.0' }).first())!;
  await operator.post(`${place}/${version?.version}/activation`, { seen: String(seen) });
  await db('bureaus').update({ paused_at: null, breaker_until: null, failures: 0 });
  const record = { subject: 'BAFORMS', kind: 'initial', filing: aFiling(20) } as const;
  const { results } = await asking(db, 'other').ask(record, 'published');
  assert.ok(results.some((one) => one.kind === 'published' && one.entity.icp_number));
});
