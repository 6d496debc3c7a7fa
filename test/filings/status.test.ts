import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { aFiling, aPerson, filingNow } = await import('../factories.ts');
const { advance, mayAdvance, NEXT, STATUSES } = await import('../../src/filings/steps/status.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const customer = await aPerson();

test('a filing goes from each status where the table says, and nowhere else', async () => {
  for (const from of STATUSES) {
    const row = await aFiling({ customer, status: from });
    for (const to of STATUSES) {
      const move = inTransaction(async (trx) => {
        await advance(trx, row, { to, event: 'tried', actor: SYSTEM });
        throw new Error('taken back');
      });
      if (mayAdvance(from, to)) await assert.rejects(move, /taken back/, `${from} → ${to}`);
      else await assert.rejects(move, { code: 'conflict' }, `${from} → ${to}`);
    }
    const after = await filingNow(row.filing_no);
    assert.deepEqual([after.status, after.version], [from, row.version]);
  }
});

test('the table has the steps of the contract and no other', () => {
  const pairs = STATUSES.flatMap((from) => NEXT[from].map((to) => `${from}>${to}`));
  assert.deepEqual(
    pairs.sort(),
    [
      'draft>agent_review',
      'draft>provider_review',
      'draft>withdrawn',
      'agent_review>provider_review',
      'agent_review>needs_fix',
      'agent_review>withdrawn',
      'provider_review>needs_fix',
      'provider_review>ready_to_report',
      'provider_review>withdrawn',
      'needs_fix>agent_review',
      'needs_fix>provider_review',
      'needs_fix>withdrawn',
      'ready_to_report>needs_fix',
      'ready_to_report>reporting',
      'ready_to_report>withdrawn',
      'reporting>sms_pending',
      'reporting>bureau_review',
      'reporting>bureau_rejected',
      'sms_pending>bureau_review',
      'sms_pending>bureau_rejected',
      'bureau_review>approved',
      'bureau_review>bureau_rejected',
      'bureau_rejected>agent_review',
      'bureau_rejected>provider_review',
      'bureau_rejected>ready_to_report',
      'bureau_rejected>withdrawn',
    ].sort(),
  );
});

test('a step, its audit entry and its timeline entry come together or not at all', async () => {
  const row = await aFiling({ customer, status: 'provider_review' });
  const counts = async () => [
    (await app.db('audit_entries').where({ subject: `filing:${row.filing_no}` })).length,
    (await app.db('filing_events').where({ filing_id: row.id })).length,
  ];
  const before = await counts();
  const step = { to: 'ready_to_report', event: 'passed', actor: SYSTEM } as const;
  await assert.rejects(
    inTransaction(async (trx) => {
      await advance(trx, row, step);
      throw new Error('power cut');
    }),
    /power cut/,
  );
  assert.deepEqual(await counts(), before);
  await inTransaction((trx) => advance(trx, row, step));
  assert.deepEqual(
    await counts(),
    before.map((count) => count + 1),
  );
});

test('of eight who take the same step at once, one does', async () => {
  const row = await aFiling({ customer, status: 'provider_review' });
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, () =>
      inTransaction((trx) =>
        advance(trx, row, { to: 'needs_fix', event: 'returned', actor: SYSTEM }),
      ),
    ),
  );
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  const entries = await app
    .db('audit_entries')
    .where({ subject: `filing:${row.filing_no}`, action: 'filing.returned' });
  assert.equal(entries.length, 1);
});

test('a step seen at an older version is refused, even to the same status', async () => {
  const row = await aFiling({ customer, status: 'provider_review' });
  await app
    .db('filings')
    .where({ id: row.id })
    .update({ version: row.version + 1 });
  await assert.rejects(
    inTransaction((trx) => advance(trx, row, { to: 'needs_fix', event: 'x', actor: SYSTEM })),
    { code: 'conflict' },
  );
});
