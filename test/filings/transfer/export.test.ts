import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Browser, start } from '../../harness.ts';
import { all } from '../../platform/tables/samples.ts';
import { aBureau, aSite, csvOf, rowOf, upload } from './tables.ts';

const app = await start();
await aBureau(app);
const { aFiling, aForm, aPerson } = await import('../../factories.ts');
const { sweepTransfers } = await import('../../../src/filings/transfer/jobs.ts');
const { readTable } = await import('../../../src/platform/tables/read-table.ts');
const admin = await app.signedIn('administrator');
const customer = await aPerson();

const ALL = ['filing_no', 'entity_name', 'id_number', 'leader_name', 'leader_mobile', 'status'];

/** Asks for an export and has it written; gives its number. */
async function asked(client: Browser, list: string, form: Record<string, string | string[]>) {
  const answer = await client.post(`/transfers/exports/${list}`, form);
  assert.equal(answer.status, 303);
  await sweepTransfers();
  return /DC\w+/.exec(answer.headers.get('location') ?? '')?.[0] ?? '';
}

async function bytesOf(client: Browser, transfer_no: string): Promise<Buffer> {
  const answer = await client.post(`/transfers/${transfer_no}/file`);
  assert.equal(answer.status, 200);
  return Buffer.from(await answer.arrayBuffer());
}

const tableIn = async (bytes: Buffer) => (await all(readTable(bytes))).map(({ cells }) => cells);

test('a list goes out as it is filtered, personal data masked, in the columns that were chosen', async () => {
  const form = aForm('individual');
  form.entity.leader.name = '欧阳一鸣';
  const { filing_no } = await aFiling({ customer, status: 'approved', form });
  await aFiling({ customer, status: 'provider_review' });
  await aFiling({ customer, status: 'draft' });
  const reviewer = await app.signedIn('reviewer');
  const page = await (await reviewer.get('/transfers/exports/filings?status=approved')).text();
  assert.match(page, /1 行，按您在列表里的筛选条件/);
  const transfer_no = await asked(reviewer, 'filings', { columns: ALL, status: 'approved' });
  const [head, row, ...more] = await tableIn(await bytesOf(reviewer, transfer_no));
  assert.deepEqual(head, ['备案单', '主办者名称', '证件号码', '负责人', '负责人手机号', '状态']);
  assert.equal(row?.[0], filing_no);
  assert.equal(row?.[3], '欧**鸣');
  assert.match(row?.[2] ?? '', /^\d{3}\*+[\dX]{4}$/);
  assert.match(row?.[4] ?? '', /^1\d\d\*{4}\d{4}$/);
  assert.deepEqual([row?.[5], more.length], ['已通过', 0]);
});

test('whole personal data need the permission and a reason, and who took them is on record', async () => {
  const refused = await admin.post('/transfers/exports/filings', {
    columns: ALL,
    whole: 'true',
    reason: ' ',
  });
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /请写明原因/);
  const transfer_no = await asked(admin, 'filings', {
    columns: ALL,
    whole: 'true',
    reason: '管局要求报送清单',
  });
  const text = (await bytesOf(admin, transfer_no)).toString();
  assert.match(text, /欧阳一鸣/);
  const entries = await app
    .db('audit_entries')
    .where({ subject: `transfer:${transfer_no}` })
    .orderBy('id');
  assert.deepEqual(
    entries.map(({ action }) => action),
    ['transfer.exported', 'transfer.finished', 'transfer.fetched'],
  );
  assert.match(entries[0]?.details_json ?? '', /管局要求报送清单/);
});

test("a file is its maker's alone, once, for a day", async () => {
  const transfer_no = await asked(admin, 'filings', { columns: ['filing_no'] });
  const other = await app.signedIn('administrator');
  for (const path of ['', '/file']) {
    const answer = path
      ? await other.post(`/transfers/${transfer_no}${path}`)
      : await other.get(`/transfers/${transfer_no}`);
    assert.equal(answer.status, 404);
  }
  const both = await Promise.all([1, 2, 3].map(() => admin.post(`/transfers/${transfer_no}/file`)));
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409, 409]);
  const late = await asked(admin, 'filings', { columns: ['filing_no'] });
  await app
    .db('transfers')
    .where({ transfer_no: late })
    .update({ expires_at: new Date(Date.now() - 1000) });
  assert.equal((await admin.post(`/transfers/${late}/file`)).status, 409);
  const told = await app
    .db('notifications')
    .where({ user_id: admin.user_id, event: 'transfer.finished' });
  assert.ok(told.length >= 2);
});

test('who chooses no column, or a list that is none, hears so; masks cannot be lifted without the permission', async () => {
  assert.equal((await admin.post('/transfers/exports/filings', {})).status, 422);
  assert.equal((await admin.get('/transfers/exports/people')).status, 404);
  assert.equal((await admin.get('/transfers/exports/constructor')).status, 404);
});

test('what is filed goes out in the words that the import knows, and comes in again as it was', async () => {
  const { transfer_no } = await upload(
    admin,
    csvOf(Array.from({ length: 55 }, (_, n) => aSite(n))),
  );
  for (const step of ['checking', 'importing']) {
    await admin.post(`/transfers/${transfer_no}/${step}`);
    await sweepTransfers();
  }
  const page = await (await admin.get('/transfers/exports/registry')).text();
  const columns = [...page.matchAll(/name="columns" value="(\w+)"/g)].map(([, name]) => name ?? '');
  const out = await asked(admin, 'registry', { columns, whole: 'true', reason: '搬家' });
  const bytes = await bytesOf(admin, out);
  assert.equal((await tableIn(bytes)).length, 56);
  const again = await upload(admin, bytes);
  for (const step of ['checking', 'importing']) {
    await admin.post(`/transfers/${again.transfer_no}/${step}`);
    await sweepTransfers();
  }
  const row = await rowOf(app, again.transfer_no);
  const counts = JSON.parse(row.counts_json);
  assert.deepEqual([row.bad_rows, counts.service_same, counts.entity_same], [0, 55, 28]);
});
