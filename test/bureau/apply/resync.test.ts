import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDatabase } from '../setup.ts';
import type { Item, Site } from './items.ts';
import { receiving } from './receive.ts';

const { db } = await startDatabase();
const { pendingResults } = await import('../../../src/bureau/index.ts');
const { SYSTEM } = await import('../../../src/audit/index.ts');
const { waitingResync, listedIn } = await import('../../../src/bureau/registry/resyncs.ts');
const { compareResync } = await import('../../../src/bureau/registry/compare-resync.ts');
const { applyResync } = await import('../../../src/bureau/registry/settle-resync.ts');
const { aBureau, receive } = receiving(db);
const OURS = 2 ** 41;

const site = (id: string): Site => ({
  ...{ id, changed: '', name: '甲', domains: [`a${id}.cn`] },
  accesses: [{ id: `9${id}`, provider: '7', ip: 3_221_225_985 }],
});
const record = (kind: 'published' | 'listed', n: number): Item => ({
  ...{ kind, entity: String(n), own: n === 1, changed: '2026-01-01', name: `甲${n}` },
  sites: [site(String(1000 + n))],
});

test('what a confirmed list leaves out has ended, and the filing it came from hears of it', async () => {
  const bureau = await aBureau('gj');
  await db('bureau_ids').insert({
    id: OURS,
    subject: 'BA1',
    path: 'entity',
    given_id: null,
    given_by: null,
  });
  const file = (time: string, items: Item[]) =>
    receive(bureau, { time, number: 1, items, noisy: false }, String(OURS));
  await file('20260101000000', [record('published', 1), record('published', 2)]);
  await file('20260102000000', [record('listed', 2)]);
  const resync = (await waitingResync(db, bureau.id))!;
  const { ended } = await applyResync(resync, { end_missing: true, items: resync.items }, SYSTEM);
  assert.equal(ended, 2, 'an entity and its site');
  const told = (await pendingResults(db, 50)).filter(({ kind }) => kind === 'cancelled');
  assert.deepEqual(
    told.map((one) => one.kind === 'cancelled' && [one.subject, one.what, one.is_asked]),
    [['BA1', 'entity', false]],
  );
});

test('comparing a list takes so many queries for each 500 records, however many there are', async () => {
  const bureau = await aBureau('dj');
  const queriesFor = async (count: number) => {
    const records = Array.from({ length: count }, (_, n) => record('listed', n + 1));
    const time = `202602${String(count).padStart(8, '0')}`;
    await receive(bureau, { time, number: 2, items: records, noisy: false }, '');
    const resync = (await waitingResync(db, bureau.id))!;
    const listed = await listedIn(db, resync);
    let queries = 0;
    const counted = () => queries++;
    db.on('query', counted);
    const differences = await compareResync(db, bureau.id, listed);
    db.off('query', counted);
    assert.equal(differences.filter(({ change }) => change === 'new').length, 2 * count);
    await db('bureau_resyncs').where({ id: resync.id }).update({ open_key: null });
    return queries;
  };
  const few = await queriesFor(3);
  assert.equal(await queriesFor(400), few);
});
