import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBureau } from '../../bureau/setup.ts';
import { start } from '../../harness.ts';

const app = await start();
const { filedEntity, reaches, recordOf } = await import('./begin-stage.ts');
const { aForm, aKeyOf, filingNow } = await import('../../factories.ts');
const { page } = await import('../pages/stage.ts');
const { reportFiling } = await import('../../../src/filings/steps/report-filing.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const customer = await app.signedIn('customer');
const reviewer = await app.signedIn('reviewer');
const client = app.client();
const key = await aKeyOf({ id: customer.user_id });
const entity_no = await filedEntity(app, bureau.name, customer, aForm('unit', 'api-journey.com'));
const entity_icp_number = (await recordOf(entity_no)).entity.icp_number;
const consents = { sensitive: true, truth: true };

/** Sent by a program, passed on the reviewer's page by a tick at each line, taken by the bureau. */
async function through(message: object): Promise<string> {
  const bearer = { authorization: `Bearer ${key}` };
  const { status, body } = await client.json('POST', '/api/v1/filings', message, bearer);
  assert.equal(status, 201, JSON.stringify(body));
  const filing_no = String((body as { filing_no: string }).filing_no);
  const at = `/review/${filing_no}`;
  await reviewer.post(`${at}/claim`);
  const ok = [...(await page(reviewer, at)).matchAll(/id="ok:([^"]+)"/g)].map(
    ([, path = '']) => path,
  );
  const { version } = await filingNow(filing_no);
  const decision = { version: String(version), decision: 'pass', ok };
  assert.equal((await reviewer.post(`${at}/decision`, decision)).status, 303);
  await reportFiling(filing_no);
  await reaches(bureau.name, filing_no, 'approved');
  return filing_no;
}

test('a program changes the address of a filed site: no SMS, no paper, and the record follows', async () => {
  const ips = [{ first: '203.0.113.50', last: '203.0.113.50' }];
  const request = { kind: 'change', entity_icp_number };
  const filing_no = await through({ request, services: [{ access: { ips } }], consents });
  assert.match(await page(customer, `/filings/${filing_no}`), /变更完成/);
  const [site] = (await recordOf(entity_no)).services;
  assert.equal(site?.own[0]?.ips[0]?.first, '203.0.113.50');
});

test('a program has an entity cancelled: the first filing says that it ended as asked', async () => {
  const request = { kind: 'cancel_entity', entity_icp_number };
  const filing_no = await through({ request, ending: { reason: '1' }, consents: { truth: true } });
  assert.match(await page(customer, `/filings/${filing_no}`), /已注销/);
  const first = await app.db('filings').where({ kind: 'initial' }).first('filing_no');
  const html = await page(customer, `/filings/${first?.filing_no}`);
  assert.match(html, /这份备案已按您的申请注销/);
  assert.ok(html.includes(`/filings/${filing_no}`));
});

test('every file that went up fits the official schema', async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});
