import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBureau, until } from '../../bureau/setup.ts';
import { start } from '../../harness.ts';
import { flowOf } from '../kinds/flow.ts';

const app = await start();
const { aPerson, filingNow } = await import('../../factories.ts');
const { exchange } = await import('../../../src/bureau/index.ts');
const { beginRequest } = await import('../../../src/filings/begin/begin-request.ts');
const { filedRecord } = await import('../../../src/filings/entities/filed-record.ts');
const { sweepMoves } = await import('../../../src/filings/address-moves/moves.ts');
const { sweepReports } = await import('../../../src/filings/steps/report-filing.ts');
const { page } = await import('../pages/stage.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const customer = await aPerson();
const desk = await app.signedIn('reviewer');
const flow = await flowOf(bureau.name, customer, await aPerson('reviewer'));
const one = await flow.filed('moves-one.com', '203.0.113.21');
const two = await flow.filed('moves-two.com', '203.0.113.22');
const beside = await flow.filed('moves-three.com', '203.0.113.99');
const ipOf = async (entity_no: string) =>
  (await filedRecord(entity_no))?.services[0]?.own[0]?.ips[0]?.first;
const moves = '203.0.113.21-203.0.113.22 -> 203.0.113.121-203.0.113.122';

test('what would come of it is said first; nothing happens before somebody is sure', async () => {
  const answer = await desk.post('/address-moves', { moves });
  assert.match(await answer.text(), /将为 2 个主体、2 个网站变更接入地址/);
  assert.equal((await app.db('address_moves')).length, 0);
  const nothing = await desk.post('/address-moves', { moves: '198.51.100.1 -> 198.51.100.2' });
  assert.equal(nothing.status, 422);
  assert.match(await nothing.text(), /没有接入在我们这里的备案网站/);
});

test('one act changes the addresses of all, once, past whatever is under way', async () => {
  // The second one has a request of its own under way: it is named, and can be taken up again.
  const own = await beginRequest(customer, { kind: 'change', entity_no: two });
  await flow.change(own.filing_no, {
    'services.0.access.ips.0.first': '203.0.113.50',
    'services.0.access.ips.0.last': '203.0.113.50',
    'consents.sensitive': 'true',
    'consents.truth': 'true',
    present: ['consents.sensitive', 'consents.truth'],
  });
  const { submitFiling } = await import('../../../src/filings/steps/submit-filing.ts');
  assert.ok((await submitFiling(customer, own.filing_no)).submitted);
  const begun = await desk.post('/address-moves', { moves, sure: 'yes' });
  const at = begun.headers.get('location') ?? '';
  await Promise.all([sweepMoves(), sweepMoves()]);
  await until(async () => (await app.db('address_moves').where({ state: 'done' })).length === 1);
  const items = await app.db('address_move_items').orderBy('id');
  assert.deepEqual(
    items.map(({ state }) => state),
    ['filed', 'refused'],
  );
  assert.match(await page(desk, at), /有一?份?申请在办/);
  const made = await app.db('filings').where({ source: 'moved' });
  assert.equal(made.length, 1);
  assert.equal(made[0]?.customer_id, customer.id);
  await sweepReports();
  const done = await flow.decided(made[0]?.filing_no ?? '');
  assert.equal(done.kind, 'change');
  await until(async () => {
    await exchange(bureau.name);
    return (await ipOf(one)) === '203.0.113.121';
  });
  assert.equal(await ipOf(beside), '203.0.113.99');
  const { withdrawFiling } = await import('../../../src/filings/steps/withdraw-filing.ts');
  await withdrawFiling(customer, own.filing_no);
  assert.equal((await desk.post(`${at}/retry`)).status, 303);
  await sweepMoves();
  await sweepReports();
  const [, second] = await app.db('filings').where({ source: 'moved' }).orderBy('id');
  assert.equal((await filingNow(second?.filing_no ?? '')).status, 'reporting');
  assert.deepEqual(await bureau.faultyUploads(), []);
});
