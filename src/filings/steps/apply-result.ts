import { type BureauResult, pendingResults, settleResult } from '../../bureau/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { openForm } from '../drafts/draft.ts';
import { type Mark, marksOf, placeOfMarks, sealMarks } from '../marks.ts';
import { numberColumns, numberDomains, type Published, shownNumbers } from '../numbers.ts';
import { explain, explainWords } from '../reasons/index.ts';
import type { FilingRow } from '../tables.ts';
import { type After, tellBureauManagers, tellCustomer } from '../tell.ts';
import { BUREAU, reachStatus } from './bureau-steps.ts';
import { advance, mayAdvance, noteEvent } from './status.ts';

/** Takes up everything the bureaus said, oldest first; one that fails is logged and tried again next time. */
export async function applyResults(): Promise<number> {
  let applied = 0;
  for (const result of await pendingResults(db, 200)) {
    try {
      if (await applyResult(result)) applied++;
    } catch (error) {
      log.error('result not applied', { result: result.id, filing_no: result.subject, error });
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

async function apply(trx: Db, after: After, row: FilingRow, result: BureauResult): Promise<void> {
  if (isAboutEarlier(row, result)) return earlier(trx, after, row, result);
  switch (result.kind) {
    case 'accepted':
      return reachStatus(trx, after, row, { to: 'sms_pending', at: result.at });
    case 'held':
      return hold(trx, row, result);
    case 'data_result':
      return result.refused
        ? reject(trx, after, row, marksOfCodes(row, result.codes))
        : reachStatus(trx, after, row, { to: 'sms_pending', at: result.at });
    case 'review':
      if (!result.passed) return reject(trx, after, row, marksOfWords(row, result.words));
      await reachStatus(trx, after, row, { to: 'bureau_review', at: result.at });
      return noteEvent(trx, row.id, {
        event: 'bureau_passed',
        status: 'bureau_review',
        actor: BUREAU,
      });
    case 'published':
      return publish(trx, after, row, result);
  }
}

/** It speaks of a record that has been sent again since. What is published is true whichever it came from. */
function isAboutEarlier(row: FilingRow, { kind, record_no }: BureauResult): boolean {
  const isOther = record_no !== null && row.record_no !== null && record_no !== row.record_no;
  return isOther && kind !== 'published';
}

/** The record that is under way now is not touched; a refusal is told, since it may name more to mend. */
async function earlier(trx: Db, after: After, row: FilingRow, result: BureauResult): Promise<void> {
  const codes = result.kind === 'data_result' && result.refused ? result.codes : [];
  const isRefusal = codes.length > 0 || (result.kind === 'review' && !result.passed);
  if (!isRefusal) return;
  const named = codes.map(({ code }) => code).slice(0, 20);
  const which = named.length > 0 ? `（错误代码 ${named.join('、')}）` : '';
  await aside(trx, after, row, `管局对较早一次上报的退回${which}现在才到，本次上报不受影响`);
}

/** Why the bureau was not asked yet, on the filing; the timeline tells each reason once. */
async function hold(
  trx: Db,
  row: FilingRow,
  { reason, until }: Extract<BureauResult, { kind: 'held' }>,
): Promise<void> {
  if (row.status !== 'reporting') return;
  const held_until = until && !Number.isNaN(Date.parse(until)) ? new Date(until) : null;
  const held_reason = reason.slice(0, 300);
  await trx('filings').where({ id: row.id }).update({ held_reason, held_until });
  if (held_reason === row.held_reason) return;
  await noteEvent(trx, row.id, {
    event: 'held',
    status: row.status,
    actor: BUREAU,
    words: held_reason,
    expected_at: held_until,
  });
}

function marksOfCodes(row: FilingRow, codes: { code: string; text: string }[]): Mark[] {
  const form = openForm(row);
  return codes.flatMap(({ code, text }) => explain(code, text, form));
}

function marksOfWords(row: FilingRow, words: string | null): Mark[] {
  const said = words?.trim();
  return explainWords(said || '管局未写明原因', openForm(row));
}

/** A refusal becomes marks; a second one for the same filing adds its own. */
async function reject(trx: Db, after: After, row: FilingRow, found: Mark[]): Promise<void> {
  const again = row.status === 'bureau_rejected';
  const marks = again ? withoutRepeats([...marksOf(row), ...found]) : withoutRepeats(found);
  const marks_sealed = sealMarks(marks, placeOfMarks(row.filing_no));
  if (again) {
    await trx('filings').where({ id: row.id }).update({ marks_sealed });
    return;
  }
  if (!mayAdvance(row.status, 'bureau_rejected')) {
    return aside(trx, after, row, '管局退回了一份本平台不在上报中的备案');
  }
  const codes = [...new Set(marks.map(({ code }) => code))];
  await advance(trx, row, {
    to: 'bureau_rejected',
    event: 'bureau_rejected',
    actor: BUREAU,
    details: { codes: codes.slice(0, 20) },
    patch: { marks_sealed, sms_due_at: null, held_reason: null, held_until: null },
  });
  const ours = marks.every(({ who }) => who === 'operator');
  if (ours) await tellBureauManagers(trx, after, row, '管局退回', `错误代码 ${codes.join('、')}`);
  else {
    const reason = marks.map(({ message }) => message).join('；');
    await tellCustomer(trx, after, row, 'filing.bureau_rejected', { reason: reason.slice(0, 200) });
  }
}

function withoutRepeats(marks: Mark[]): Mark[] {
  const keyed = marks.map((mark) => [`${mark.path} ${mark.code} ${mark.message}`, mark] as const);
  return [...new Map(keyed).values()];
}

async function publish(trx: Db, after: After, row: FilingRow, result: Published): Promise<void> {
  const columns = numberColumns(result);
  await numberDomains(trx, row.id, result);
  const reaches = ['reporting', 'sms_pending', 'bureau_review'].includes(row.status);
  if (!reaches) {
    await trx('filings').where({ id: row.id }).update(columns);
    // Published again after its approval: the numbers above are what is new.
    if (row.status === 'approved') return;
    return aside(trx, after, row, '管局发布了一份本平台不在上报中的备案');
  }
  await reachStatus(trx, after, row, {
    to: 'approved',
    at: result.at,
    patch: { ...columns, approved_at: now(), marks_sealed: null },
  });
  await tellCustomer(trx, after, row, 'filing.approved', { icp_number: shownNumbers(result) });
}

/** What does not fit the filing's status changes nothing but is seen: in its timeline and by an operator. */
async function aside(trx: Db, after: After, row: FilingRow, words: string): Promise<void> {
  await noteEvent(trx, row.id, { event: 'aside', status: row.status, actor: BUREAU, words });
  await tellBureauManagers(trx, after, row, '管局', words);
}
