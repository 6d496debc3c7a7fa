import type { BureauResult } from '../../bureau/index.ts';
import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { FilingForm } from '../forms.ts';
import type { Mark } from '../marks.ts';
import { clausesOf, type RuleBook, saysSomething } from '../reasons/index.ts';
import { patternOf } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';
import { withoutOwnData } from './anonymous.ts';
import { noteSentence, type Said } from './sentences.ts';

type Refusal = Extract<BureauResult, { kind: 'data_result' | 'review' }>;
const MOST_SAID = 50;

/**
 * Keeps why a filing was refused, for the statistics and for trying rules on: in the transaction that settles the
 * refusal, after the filing's status was changed. `marks` are those of this refusal.
 */
export async function noteRefusal(
  trx: Db,
  row: FilingRow,
  {
    refusal,
    marks,
    form,
    book,
  }: { refusal: Refusal; marks: readonly Mark[]; form: FilingForm; book: RuleBook },
): Promise<void> {
  const all = saidIn(refusal).map((said) => ({ ...said, text: withoutOwnData(said.text, form) }));
  for (const said of all.slice(0, MOST_SAID)) await noteSentence(trx, said, row.filing_no, book);
  const codes = [...new Set(marks.map(({ code }) => code))].slice(0, MOST_SAID);
  if (codes.length === 0) return;
  const round = await roundOf(trx, row.id);
  const rows = codes.map((rule_code) => ({
    ...{ filing_id: row.id, round, rule_code: rule_code.slice(0, 60) },
    path: patternOf(marks.find(({ code }) => code === rule_code)?.path ?? ''),
    ...{ province_code: row.province_code, refused_at: now() },
  }));
  await trx('filing_refusals')
    .insert(rows)
    .onConflict(['filing_id', 'round', 'rule_code'])
    .ignore();
}

function saidIn(refusal: Refusal): Said[] {
  if (refusal.kind === 'data_result')
    return refusal.codes.map(({ code, text }) => ({ bureau_code: code.slice(0, 20), text }));
  return clausesOf(refusal.words ?? '')
    .filter(saysSomething)
    .map((text) => ({ bureau_code: '', text }));
}

/** Which refusal of this filing it is: what adds to one that stands belongs to the same. */
async function roundOf(trx: Db, filing_id: number): Promise<number> {
  const [found] = await trx('filing_events')
    .where({ filing_id, event: 'bureau_rejected' })
    .count({ rounds: '*' });
  return Number(found?.rounds ?? 0);
}
