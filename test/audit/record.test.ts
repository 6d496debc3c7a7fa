import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { chainEntries, record, SYSTEM, verifyChain } = await import('../../src/audit/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');

const somebody = { kind: 'user', id: 7, name: '王小样', ip: '203.0.113.77' } as const;

async function entries(count: number, action = 'test.done') {
  await inTransaction(async (trx) => {
    for (let i = 0; i < count; i++) await record(trx, somebody, action, `test:${i}`, { step: i });
  });
}

/** Damages the record as one could who can write to the database, looks, and puts it back. */
async function faultAfter(damage: () => Promise<unknown>) {
  const before = await app.db('audit_entries').select();
  const head = await app.db('audit_heads').select();
  await damage();
  const check = await verifyChain(app.db);
  await app.db('audit_entries').delete();
  await app.db.batchInsert('audit_entries', before);
  await app.db('audit_heads').delete();
  await app.db('audit_heads').insert(head);
  assert.equal((await verifyChain(app.db)).ok, true);
  return check;
}

test('an entry goes with its deed: undone, it was never there', async () => {
  const refusal = inTransaction(async (trx) => {
    await record(trx, SYSTEM, 'test.undone', 'test:undone');
    throw new Error('the deed failed');
  });
  await assert.rejects(refusal, /the deed failed/);
  assert.equal(await app.db('audit_entries').where({ action: 'test.undone' }).first(), undefined);
});

test('name and address of the actor are stored sealed', async () => {
  await entries(1);
  const stored = JSON.stringify(await app.db('audit_entries').select());
  assert.ok(!stored.includes('王小样'));
  assert.ok(!stored.includes('203.0.113.77'));
});

test('details with an unmasked ID or mobile number are refused, masked ones are not', async () => {
  const put = (details: object) =>
    inTransaction((trx) => record(trx, SYSTEM, 'test.details', 'test:d', details));
  for (const details of [
    { id_number: '330106199001011234' },
    { deep: { list: ['x', '11010119900101123X'] } },
    { words: '电话 13800138000 联系' },
    { mobile: 13800138000 },
  ]) {
    await assert.rejects(put(details), /unmasked personal number/, JSON.stringify(details));
  }
  await put({ id_number: '330***********1234', mobile: '138****8000', sequence: 123456789012345 });
  await put({ filing_no: 'BA13800138000XYZ', at: 1_800_000_000_000 });
});

test('details of more than 4 KB are refused', async () => {
  const long = inTransaction((trx) =>
    record(trx, SYSTEM, 'test.long', 'test:l', { words: '长'.repeat(1500) }),
  );
  await assert.rejects(long, /longer than 4096 bytes/);
});

test('entries of many transactions at once are chained without a gap, by chainers at once', async () => {
  await Promise.all(Array.from({ length: 10 }, () => entries(7)));
  await Promise.all(Array.from({ length: 4 }, () => chainEntries()));
  const numbers = await app.db('audit_entries').orderBy('chain_no').pluck('chain_no');
  assert.deepEqual(
    numbers,
    numbers.map((_, i) => i + 1),
  );
  assert.deepEqual(await verifyChain(app.db), { ok: true, entries: numbers.length });
});

test('a deed that is still open when others are chained takes its place later', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = inTransaction(async (trx) => {
    await record(trx, SYSTEM, 'test.slow', 'test:slow');
    await held;
  });
  await entries(3);
  await chainEntries();
  release();
  await slow;
  await chainEntries();
  const check = await verifyChain(app.db);
  assert.equal(check.ok, true);
  const row = await app.db('audit_entries').where({ action: 'test.slow' }).first();
  assert.equal(row?.chain_no, check.entries);
});

test('an edited entry is found, whichever of its columns was changed', async () => {
  const target = () => app.db('audit_entries').where({ chain_no: 5 });
  const other = await app.db('audit_entries').where({ chain_no: 6 }).first();
  for (const change of [
    { action: 'test.other' },
    { subject: 'test:other' },
    { details_json: '{"step":99}' },
    { actor_id: 8 },
    { actor_kind: 'system' },
    { at: new Date(0) },
    { actor_sealed: other?.actor_sealed },
    { entry_no: 'SJFORGED' },
  ]) {
    const check = await faultAfter(() =>
      app.db.raw('update audit_entries set ?? = ? where chain_no = 5', [
        Object.keys(change)[0] ?? '',
        Object.values(change)[0] ?? null,
      ]),
    );
    assert.equal(check.ok, false, JSON.stringify(change));
    assert.equal(check.first_fault?.chain_no, 5, JSON.stringify(change));
  }
  assert.ok(await target().first());
});

test('a deleted entry is found, at the beginning, inside and at the end', async () => {
  const { entries: end } = await verifyChain(app.db);
  for (const chain_no of [1, 10, end]) {
    const check = await faultAfter(() => app.db('audit_entries').where({ chain_no }).delete());
    assert.deepEqual(check.first_fault, { chain_no, reason: '记录缺失' });
  }
});

test('two entries that changed places are found', async () => {
  const check = await faultAfter(async () => {
    await app.db('audit_entries').where({ chain_no: 8 }).update({ chain_no: 1_000_000 });
    await app.db('audit_entries').where({ chain_no: 9 }).update({ chain_no: 8 });
    await app.db('audit_entries').where({ chain_no: 1_000_000 }).update({ chain_no: 9 });
  });
  assert.equal(check.first_fault?.chain_no, 8);
});

test('a chain cut short, or made anew without our keys, is found', async () => {
  const { entries: end } = await verifyChain(app.db);
  const last = await app
    .db('audit_entries')
    .where({ chain_no: end - 1 })
    .first();
  const cut = await faultAfter(async () => {
    await app.db('audit_entries').where({ chain_no: end }).delete();
    await app.db('audit_heads').update({ chain_no: end - 1, hash: last?.hash ?? '' });
  });
  assert.deepEqual(cut.first_fault, { chain_no: end - 1, reason: '链尾与记录不符' });
  const added = await faultAfter(async () => {
    await entries(1);
    await app
      .db('audit_entries')
      .whereNull('chain_no')
      .update({
        chain_no: end + 1,
        prev_hash: last?.hash ?? '',
        hash: 'f'.repeat(64),
      });
  });
  assert.equal(added.ok, false);
});
