import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lineDifferences } from '../../../src/bureau/profile/line-differences.ts';
import { start } from '../../harness.ts';
import { startSandbox } from '../../sandbox/process.ts';
import { aFiling } from '../filings.ts';
import { importFrom } from '../setup.ts';

const app = await start();
const { db } = app;
const operator = await app.signedIn('administrator');
const place = `/bureau-profiles/${encodeURIComponent('V3.0')}`;
const shipped = (await db('bureau_profiles').where({ active_name: 'V3.0' }).first())!.document_json;
await importFrom(await startSandbox('bureau'), 'zj');
const { queueRecord } = await import('../../../src/bureau/index.ts');
const { inTransaction } = await import('../../../src/platform/db.ts');

const { id: bureau_id } = (await db('bureaus').where({ name: 'zj' }).first())!;
const filing = aFiling(1);
filing.attachments![0]!.jpeg = Buffer.alloc(3000, 7).toString('base64');
const record_no = await inTransaction((trx) =>
  queueRecord(trx, () => {}, { bureau_id, subject: 'BATRIAL', kind: 'initial', filing }),
);

async function save(change: (document: ReturnType<typeof JSON.parse>) => void) {
  const document = JSON.parse(shipped);
  change(document);
  const typed = { document_json: JSON.stringify(document), name: 'V3.0', note: '改一处' };
  const answer = await operator.post(`${place}/1`, typed);
  return Number(answer.headers.get('location')?.split('/').at(-1));
}
const trialOf = async (version: number) =>
  (await operator.get(`${place}/${version}?record=${record_no}`)).text();

test('the version in force is tried with a record: nothing differs, and nobody is shown', async () => {
  const page = await trialOf(1);
  assert.match(page, /可以按这个版本上报/);
  assert.match(page, /写出的内容一样/);
  assert.match(page, /元素与随程序发布的官方格式一致/);
  assert.match(page, /&lt;Baxx&gt;/);
  assert.doesNotMatch(page, /13800138000|11010519491231002X|张三/);
});

test('a changed version shows the lines that differ, and how it leaves the official shape', async () => {
  const version = await save((document) => {
    const [entity] = document.uploads.initial.record.children;
    entity.children[1].name = 'Zbzmc';
    entity.children.push({ name: 'Kzxx', from: 'kind' });
    document.parts.certificate_number.pop();
  });
  const page = await trialOf(version);
  assert.match(
    page,
    /改名 <span[^>]*>UploadData\/ICP\/XZBA\/Baxx\/Zt_xx\/Zbzmc<\/span>（官方名称 <span[^>]*>Dwmc/,
  );
  assert.match(page, /多出 <span[^>]*>UploadData\/ICP\/XZBA\/Baxx\/Zt_xx\/Kzxx/);
  assert.match(page, /缺少 <span[^>]*>UploadData\/ICP\/XZBA\/Baxx\/Zt_xx\/Zj\/Zjzs/);
  assert.match(page, /<del>&lt;Dwmc&gt;/);
  assert.match(page, /<ins>&lt;Zbzmc&gt;/);
  assert.match(page, /<ins>&lt;Kzxx&gt;4&lt;\/Kzxx&gt;<\/ins>/);
  assert.equal(await db('bureau_records').then((rows) => rows.length), 1);
});

test('what a changed version cannot write is told with its field', async () => {
  const version = await save((document) => {
    document.parts.contact.push({ name: 'Kzxx', from: 'fax' });
  });
  const page = await trialOf(version);
  assert.match(page, /entity\.leader\.fax（Kzxx）：管局要求填写此项/);
});

test('content is kept without its pictures', async () => {
  const { keptContent } = await import('../../../src/bureau/records/kept-content.ts');
  const kept = JSON.stringify(await keptContent(db, record_no));
  assert.ok(kept.includes('杭州备卡1号科技有限公司'));
  assert.ok(!kept.includes(filing.attachments![0]!.jpeg));
});

test('where two persons are asked for, who saved a version cannot put it in force, and another can', async () => {
  const { writeSetting } = await import('../../../src/platform/settings.ts');
  const { profileSetting } = await import('../../../src/bureau/profile/settings.ts');
  await writeSetting(db, profileSetting, { two_person: true });
  const version = await save(() => {});
  const activate = (client: typeof operator) =>
    client.post(`${place}/${version}/activation`, { seen: '1' });
  const active = async () =>
    (await db('bureau_profiles').where({ active_name: 'V3.0' }).first())?.version;
  await activate(operator);
  assert.equal(await active(), 1);
  assert.match(await (await operator.get(`${place}/${version}`)).text(), /请由另一位管理员启用/);
  await activate(await app.signedIn('administrator'));
  assert.equal(await active(), version);
});

test('a record written before a profile changed goes up as it was written, in that version’s frame', async () => {
  const { uploadDocument } = await import('../../../src/bureau/profile/frame.ts');
  const { profileWritten } = await import('../../../src/bureau/profile/profiles.ts');
  const row = (await db('bureau_records').where({ record_no }).first())!;
  const frame = uploadDocument(await profileWritten(db, row.profile_id), 'initial', [], {
    unit_id: '1',
  });
  assert.match(frame.toString(), /encoding="GBK".*<UploadData version="V.3.0"><ICP><XZBA>/s);
});

test('the lines that differ turn one text into the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const changes = lineDifferences(before, after);
      const of = (side: string) =>
        new Set(changes.filter((c) => c.side === side).map((c) => c.line));
      const stay = (lines: string[], gone: Set<number>) => lines.filter((_, n) => !gone.has(n));
      assert.deepEqual(stay(before, of('before')), stay(after, of('after')));
    }),
  );
});
