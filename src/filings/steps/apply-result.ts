import {
  type BureauResult,
  pendingResults,
  resultFailed,
  settleResult,
} from '../../bureau/index.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import type { FilingRow } from '../tables.ts';
import type { After } from '../tell.ts';
import { BUREAU, reachStatus } from './bureau-steps.ts';
import { takeCancelled } from './results/cancelled.ts';
import { takeYes } from './results/completed.ts';
import { takeEarlier } from './results/earlier.ts';
import { takeHold } from './results/held.ts';
import { takePublished } from './results/published.ts';
import { takeRefusal } from './results/refused.ts';
import { noteEvent } from './status.ts';

/** Takes up everything the bureaus said, oldest first; one that fails stops no other and is tried again later. */
export async function applyResults(): Promise<number> {
  let applied = 0;
  for (const result of await pendingResults(db, 200)) {
    try {
      if (await applyResult(result)) applied++;
    } catch (error) {
      log.error('result not applied', { result: result.id, filing_no: result.subject, error });
      await inTransaction((trx) => resultFailed(trx, result.id));
    }
  }
  return applied;
}

/**
 * Settles one result and changes its filing, in one transaction: applied twice, or by two at once, the
 * second changes nothing. False when somebody settled it before.
 */
export async function applyResult(result: BureauResult): Promise<boolean> {
  return inTransaction(async (trx, after) => {
    if (!(await settleResult(trx, result.id))) return false;
    const row = await trx('filings').where({ filing_no: result.subject }).forUpdate().first();
    if (row) await apply(trx, after, row, result);
    else log.warn('result of no filing', { result: result.id, subject: result.subject });
    return true;
  });
}

/** What a bureau may say, and what comes of it. */
async function apply(trx: Db, after: After, row: FilingRow, result: BureauResult): Promise<void> {
  if (isAboutEarlier(row, result)) return takeEarlier(trx, after, row, result);
  const { at } = result;
  switch (result.kind) {
    case 'held':
      return takeHold(trx, row, result);
    case 'accepted':
      await reachStatus(trx, after, row, { to: 'sms_pending', at });
      return;
    case 'data_result':
      if (result.refused) return takeRefusal(trx, after, row, result);
      return takeYes(trx, after, row, result);
    case 'review':
      if (!result.passed) return takeRefusal(trx, after, row, result);
      return passed(trx, after, row, at);
    case 'published':
      return takePublished(trx, after, row, result);
    case 'cancelled':
      return takeCancelled(trx, after, row, result);
    default:
      result satisfies never;
  }
}

async function passed(trx: Db, after: After, row: FilingRow, at: Date): Promise<void> {
  await reachStatus(trx, after, row, { to: 'bureau_review', at });
  const event = { event: 'bureau_passed', status: 'bureau_review', actor: BUREAU } as const;
  await noteEvent(trx, row.id, event);
}

/** It speaks of a record that has been sent again since. What is published is true whichever it came from. */
function isAboutEarlier(row: FilingRow, { kind, record_no }: BureauResult): boolean {
  const isOther = record_no !== null && row.record_no !== null && record_no !== row.record_no;
  return isOther && kind !== 'published' && kind !== 'cancelled';
}
