import { z } from 'zod';
import { type Actor, SYSTEM } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { seal } from '../../platform/seal.ts';
import { passOn } from '../agents/pass-on.ts';
import { filingBefore } from '../agents/scope.ts';
import { noteGives } from '../canned/gives.ts';
import { Mark, placeOfMarks, sealMarks } from '../marks.ts';
import type { FilingRow } from '../tables.ts';
import { type After, tellCustomer } from '../tell.ts';
import { holderOf, type Reviewer } from './claim-review.ts';
import { reportJob } from './report-filing.ts';
import { advance } from './status.ts';

/** `version` is the one the reviewer looked at: a filing that changed since is not decided on. */
export const Decision = z
  .object({
    version: z.coerce.number().int(),
    decision: z.enum(['pass', 'return']),
    marks: z.array(Mark).max(100).default([]),
    /** Paths of the lines that were found right. */
    ticked: z.array(z.string().max(120)).max(500).optional(),
    /** For colleagues only. */
    note: z.string().trim().max(2000).default(''),
  })
  .refine(({ decision, marks }) => decision === 'pass' || marks.length > 0, {
    path: ['marks'],
    message: '退回时请至少标出一处要修改的内容',
  });
export type Decision = z.output<typeof Decision>;

/**
 * Passes a filing on to the bureau or returns it with marks. Decided once: whoever comes second, or looked
 * at an older version, gets 'conflict'. Nobody decides on a filing of his own.
 */
export async function reviewFiling(
  reviewer: Reviewer,
  filing_no: string,
  decision: Decision,
): Promise<void> {
  const row = must(await filingBefore(db, reviewer, filing_no), '备案');
  if (row.customer_id === reviewer.id) throw new UserError('forbidden', '不能审核自己提交的备案');
  const holder = holderOf(row);
  if (holder !== undefined && holder !== reviewer.id)
    throw new UserError('conflict', '这份备案已被其他审核员认领');
  await inTransaction((trx, after) =>
    decide(trx, after, reviewer, row, { ...decision, reviewer_id: reviewer.id }),
  );
}

/** The system's own pass, for what needs no reviewer: an import that was reviewed elsewhere, an act of the provider's own. */
export async function passReviewed(
  trx: Db,
  after: After,
  row: FilingRow,
  note = '导入时声明已审核，且全部检查通过',
): Promise<void> {
  const decision = { version: row.version, decision: 'pass', marks: [], note } as const;
  await decide(trx, after, { actor: SYSTEM }, row, { ...decision, marks: [], reviewer_id: null });
}

async function decide(
  trx: Db,
  after: After,
  reviewer: Pick<Reviewer, 'actor' | 'line'>,
  row: FilingRow,
  decision: Review,
): Promise<void> {
  const { actor, line = 'provider_review' } = reviewer;
  if (row.status !== line || decision.version !== row.version)
    throw new UserError('conflict', '备案已被他人处理或修改，请刷新页面');
  const passes = decision.decision === 'pass';
  const review = { ...decision, marks: passes ? [] : decision.marks };
  const is_agent = line === 'agent_review';
  if (!passes) return giveBack(trx, after, { actor, is_agent }, row, review);
  if (is_agent) {
    await passOn(trx, after, row, { actor, event: 'agent_passed' });
    return keepReview(trx, row, review, is_agent);
  }
  await advance(trx, row, {
    ...stepOf(actor, row, review),
    to: 'ready_to_report',
    event: 'passed',
  });
  await keepReview(trx, row, review);
  after(() => reportJob.enqueue({ filing_no: row.filing_no }));
}

type Review = Decision & { reviewer_id: number | null };

async function giveBack(
  trx: Db,
  after: After,
  { actor, is_agent }: { actor: Actor; is_agent: boolean },
  row: FilingRow,
  review: Review,
): Promise<void> {
  const { marks } = review;
  const words = `${marks.length} 处需要修改`;
  const event = is_agent ? 'agent_returned' : 'returned';
  await advance(trx, row, { ...stepOf(actor, row, review), to: 'needs_fix', event, words });
  await keepReview(trx, row, review, is_agent);
  await noteGives(trx, marks);
  await tellCustomer(trx, after, row, 'filing.returned', { count: String(marks.length) });
}

/** What is alike in passing and in giving back. */
function stepOf(actor: Actor, { filing_no }: FilingRow, { decision, marks, reviewer_id }: Review) {
  return {
    actor,
    details: { marks: marks.map(({ path, code }) => ({ path, code })).slice(0, 20) },
    patch: {
      marks_sealed: marks.length > 0 ? sealMarks(marks, placeOfMarks(filing_no)) : null,
      ...{ review_claimed_at: null, reviewer_id, agent_due_at: null },
      ...{ next_try_at: decision === 'pass' ? now() : null, tries: 0 },
    },
  };
}

async function keepReview(
  trx: Db,
  { id, filing_no, version }: FilingRow,
  { decision, marks, note, ticked = [], reviewer_id }: Review,
  is_agent = false,
): Promise<void> {
  const place = (column: string) => `filing_reviews.${column}:${filing_no}:${version}`;
  await trx('filing_reviews').insert({
    filing_id: id,
    version,
    reviewer_id,
    decision,
    marks_sealed: sealMarks(marks, place('marks_sealed')),
    ticked_json: JSON.stringify(ticked),
    is_agent,
    note_sealed: note ? seal(note, place('note_sealed')) : null,
    at: now(),
  });
}
