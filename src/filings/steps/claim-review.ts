import { nameOf } from '../../accounts/index.ts';
import { type Actor, record } from '../../audit/index.ts';
import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { filingBefore, type Line } from '../agents/scope.ts';
import type { FilingRow } from '../tables.ts';

/** A claim that is not renewed by then is anybody's. */
export const CLAIM = 30 * MINUTE;

export interface Reviewer {
  id: number;
  actor: Actor;
  /** An agent decides on his customers' filings before we do. */
  line?: Line;
}

/** The status in which a filing waits for this person. */
export const lineOf = ({ line = 'provider_review' }: Reviewer): Line => line;

export type Claimed = { claimed: true; until: Date } | { claimed: false; by: string; until: Date };

/** Takes a filing for oneself for half an hour, or renews that; tells who was quicker ("张三正在审核"). */
export async function claimReview(reviewer: Reviewer, filing_no: string): Promise<Claimed> {
  const status = lineOf(reviewer);
  const row = must(await filingBefore(db, reviewer, filing_no), '备案');
  if (row.status !== status) throw new UserError('conflict', '备案不在待审核状态');
  const taken = await inTransaction(async (trx) => {
    const changed = await free(trx, reviewer, row).update({
      reviewer_id: reviewer.id,
      review_claimed_at: now(),
    });
    if (changed === 1 && row.reviewer_id !== reviewer.id)
      await record(trx, reviewer.actor, 'filing.review_claimed', `filing:${filing_no}`);
    return changed === 1;
  });
  if (taken) return { claimed: true, until: fromNow(CLAIM) };
  const held = must(await filingBefore(db, reviewer, filing_no), '备案');
  if (held.status !== status || held.reviewer_id === null)
    throw new UserError('conflict', '备案刚被他人处理，请刷新页面');
  return { claimed: false, by: await nameOf(db, held.reviewer_id), until: endOf(held) };
}

/** Gives a filing back to the queue. */
export async function releaseReview(reviewer: Reviewer, filing_no: string): Promise<void> {
  await inTransaction(async (trx) => {
    const released = await trx('filings')
      .where({ filing_no, status: lineOf(reviewer), reviewer_id: reviewer.id })
      .update({ reviewer_id: null, review_claimed_at: null });
    if (released === 1)
      await record(trx, reviewer.actor, 'filing.review_released', `filing:${filing_no}`);
  });
}

/** The filings that somebody has claimed now, of one customer's. */
export function heldBy(
  db: Db,
  reviewer_id: number,
  customer_id: number,
  status: Line = 'provider_review',
): Promise<FilingRow[]> {
  return db('filings')
    .where({ reviewer_id, customer_id, status })
    .where('review_claimed_at', '>', fromNow(-CLAIM));
}

/** Who has the filing now; undefined when it is free. */
export function holderOf(
  row: Pick<FilingRow, 'reviewer_id' | 'review_claimed_at'>,
): number | undefined {
  return row.reviewer_id !== null && endOf(row) > now() ? row.reviewer_id : undefined;
}

function endOf({ review_claimed_at }: Pick<FilingRow, 'review_claimed_at'>): Date {
  return new Date((review_claimed_at?.getTime() ?? 0) + CLAIM);
}

/** The filing, as long as nobody else has it: one conditional statement decides who was first. */
function free(trx: Db, reviewer: Reviewer, row: FilingRow) {
  return trx('filings')
    .where({ id: row.id, status: lineOf(reviewer) })
    .where((query) =>
      query
        .whereNull('reviewer_id')
        .orWhere({ reviewer_id: reviewer.id })
        .orWhere('review_claimed_at', '<=', fromNow(-CLAIM)),
    );
}
