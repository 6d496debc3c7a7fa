import { z } from 'zod';
import { now } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { defineJob } from '../../platform/jobs.ts';
import { log } from '../../platform/log.ts';
import { defineOwedWork } from '../../platform/owed.ts';
import { writeExport } from './exporting/write-export.ts';
import { checkRows } from './importing/check-rows.ts';
import { importRows } from './importing/import-rows.ts';
import { end, GivenUp, take } from './lease.ts';
import type { TransferRow, TransferState } from './tables.ts';

/** One transfer, from where it stands to its end. A killed one is found by the sweep and goes on. */
export const runTransfer = defineJob({
  name: 'filings.transfer',
  data: z.object({ transferId: z.number().int() }),
  attempts: 1,
  run: async ({ transferId }) => {
    const transfer = await take(transferId);
    if (transfer) await run(transfer);
  },
});

const WORK = { checking: checkRows, importing: importRows, writing: writeExport };

async function run(transfer: TransferRow): Promise<void> {
  const work = Object.entries(WORK).find(([state]) => state === transfer.state)?.[1];
  try {
    await work?.(transfer);
  } catch (error) {
    await leave(transfer, error);
  }
}

/** Where a run that stopped or failed goes: a dry run back to the choice of columns. */
const INSTEAD: Partial<Record<TransferState, TransferState>> = { checking: 'mapping' };

async function leave(transfer: TransferRow, error: unknown): Promise<void> {
  if (error instanceof GivenUp) {
    if (error.why === 'shutdown')
      await db('transfers')
        .where({ id: transfer.id, lease_token: transfer.lease_token })
        .update({ due_at: now(), lease_token: null });
    if (error.why === 'stop')
      await end(db, transfer, { state: INSTEAD[transfer.state] ?? 'stopped' });
    return;
  }
  const isKnown = error instanceof UserError;
  if (!isKnown) log.error('transfer failed', { transfer_no: transfer.transfer_no, error });
  const problem = isKnown
    ? error.message
    : '系统出错，没有做完；可以稍后继续，仍不行请联系技术人员';
  const state = INSTEAD[transfer.state] ?? 'failed';
  await end(db, transfer, { state, problem: problem.slice(0, 200) });
}

/** What is due and in nobody's hands, done here and now: a worker that was killed, a bell that nobody heard. */
export async function sweepTransfers(): Promise<void> {
  const due = await db('transfers')
    .where('due_at', '<=', now())
    .orderBy('due_at')
    .limit(20)
    .select('id');
  for (const { id } of due) await runTransfer.run({ transferId: id });
}

defineOwedWork('transfers', async (db: Db) => {
  const row = await db('transfers').whereNotNull('due_at').orderBy('due_at').first('due_at');
  return row?.due_at ?? null;
});
