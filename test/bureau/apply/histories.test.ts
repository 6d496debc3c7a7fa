import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DownloadRow } from '../../../src/bureau/tables.ts';
import { startDatabase } from '../setup.ts';
import { aHistory, type History } from './items.ts';
import { expected } from './model.ts';
import { receiving } from './receive.ts';
import { actual } from './state.ts';

const { db } = await startDatabase();
const { SYSTEM } = await import('../../../src/audit/index.ts');
const { waitingResync } = await import('../../../src/bureau/registry/resyncs.ts');
const { applyResync } = await import('../../../src/bureau/registry/settle-resync.ts');

const { aBureau, apply, store } = receiving(db);

/** How many histories are drawn; some seconds' worth unless somebody asks for more. */
const HISTORIES = Number(process.env['BUREAU_HISTORIES'] ?? 60);
const WORDS =
  'all kinds of files, shuffled, repeated, split and with strange elements, end in one state';

let histories = 0;
const OURS = 2 ** 41;

async function play(history: History): Promise<void> {
  const n = ++histories;
  const name = `gj${n}`;
  const bureau = await aBureau(name);
  const subject = `BA${n}`;
  await db('bureau_ids').insert({
    id: OURS + n,
    subject,
    path: 'entity',
    given_id: null,
    given_by: null,
  });
  const rows = new Map<number, DownloadRow>();
  for (const at of history.arrivals) {
    const drawn = history.files[at]!;
    const row = rows.get(at) ?? (await store(bureau, drawn, String(OURS + n)));
    rows.set(at, row);
    await apply(bureau, row);
  }
  const resync = await waitingResync(db, bureau.id);
  const { end_missing } = history;
  if (resync) await applyResync(resync, { end_missing, items: resync.items }, SYSTEM);
  const files = new Map([...rows].map(([at, { id }]) => [id, at]));
  assert.deepEqual(
    inOrder(await actual(db, bureau.id, files)),
    inOrder(expected(history, subject)),
  );
}

/** Lists that have no order of their own. */
function inOrder(state: ReturnType<typeof expected> | Awaited<ReturnType<typeof actual>>) {
  const sorted = (list: unknown[]) => list.map((one) => JSON.stringify(one)).sort();
  const { blocks, tasks, resources, codes, ...rest } = state;
  const lists = { blocks: sorted(blocks), tasks: sorted(tasks), resources: sorted(resources) };
  return { ...rest, ...lists, codes: sorted(codes) };
}

test(`${WORDS} (${HISTORIES})`, async () => {
  await fc.assert(fc.asyncProperty(aHistory, play), { numRuns: HISTORIES });
});
