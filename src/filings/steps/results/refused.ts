import type { BureauResult } from '../../../bureau/index.ts';
import type { Db } from '../../../platform/db.ts';
import { openForm } from '../../drafts/draft.ts';
import { distinctMarks, type Mark, marksOf, placeOfMarks, sealMarks } from '../../marks.ts';
import { ruleBook } from '../../reason-rules/in-force.ts';
import { noteRefusal } from '../../reason-rules/note-refusal.ts';
import { clausesOf, explain, explainWords, type RuleBook } from '../../reasons/index.ts';
import type { FilingRow } from '../../tables.ts';
import { type After, tellBureauManagers, tellCustomer } from '../../tell.ts';
import { BUREAU } from '../bureau-steps.ts';
import { advance, mayAdvance } from '../status.ts';
import { aside } from './aside.ts';

type Refusal = Extract<BureauResult, { kind: 'data_result' | 'review' }>;

/** A refusal becomes marks at the fields it means; a second one for the same filing adds its own. */
export async function takeRefusal(
  trx: Db,
  after: After,
  row: FilingRow,
  refusal: Refusal,
): Promise<void> {
  const again = row.status === 'bureau_rejected';
  const form = openForm(row);
  const book = await ruleBook(trx);
  const said = distinctMarks(marksFor(row, refusal, book), form);
  const marks = withoutEcho(distinctMarks([...(again ? marksOf(row) : []), ...said], form));
  const marks_sealed = sealMarks(marks, placeOfMarks(row.filing_no));
  if (again) {
    await trx('filings').where({ id: row.id }).update({ marks_sealed });
    return noteRefusal(trx, row, { refusal, marks: said, form, book });
  }
  if (!mayAdvance(row.status, 'bureau_rejected'))
    return aside(trx, after, row, '管局退回了一份本平台不在上报中的备案');
  const codes = [...new Set(marks.map(({ code }) => code))];
  await advance(trx, row, {
    to: 'bureau_rejected',
    event: 'bureau_rejected',
    actor: BUREAU,
    details: { codes: codes.slice(0, 20) },
    patch: { marks_sealed, sms_due_at: null, held_reason: null, held_until: null },
  });
  await noteRefusal(trx, row, { refusal, marks: said, form, book });
  await tellRefusal(trx, after, row, marks, codes);
}

function marksFor(row: FilingRow, refusal: Refusal, book: RuleBook): Mark[] {
  const form = openForm(row);
  if (refusal.kind === 'data_result')
    return refusal.codes.flatMap(({ code, text, own }) =>
      explain(code, text, form, book, own && ownRule(own)),
    );
  return explainWords(refusal.words?.trim() || '管局未写明原因', form, book);
}

type Own = NonNullable<Extract<BureauResult, { kind: 'data_result' }>['codes'][number]['own']>;

/** What the interface's profile says of a code that V3.0 does not have; a rule of people's own comes before it. */
function ownRule({ meaning, advice, severity, who, paths }: Own) {
  return {
    ...{ message: meaning, suggestion: advice, paths: paths.length > 0 ? paths : [''] },
    severity: severity === 'must' ? ('reject' as const) : ('warn' as const),
    who: who === 'us' ? ('operator' as const) : ('customer' as const),
  };
}

/** The code that says only that an officer refused, often followed by what he wrote. */
const BY_AN_OFFICER = { code: '1002', words: /^管局审核拒绝[：:，,\s]*/ };

/** Officers' words come twice, behind code 1002 and as their opinion: what the opinion says whole is not repeated. */
function withoutEcho(marks: readonly Mark[]): Mark[] {
  const others = marks.filter(({ code }) => code !== BY_AN_OFFICER.code);
  const isSaid = (clause: string) =>
    others.some(({ official, message }) => `${official}\n${message}`.includes(clause));
  const isEcho = ({ official = '' }: Mark) =>
    clausesOf(official.trim().replace(BY_AN_OFFICER.words, '')).every(isSaid);
  if (others.length === 0) return [...marks];
  return marks.filter((mark) => mark.code !== BY_AN_OFFICER.code || !isEcho(mark));
}

/** The customer is told once; what is ours to mend is told to those who look after the bureaus. */
async function tellRefusal(
  trx: Db,
  after: After,
  row: FilingRow,
  marks: readonly Mark[],
  codes: readonly string[],
): Promise<void> {
  const ours = marks.every(({ who }) => who === 'operator');
  if (ours) return tellBureauManagers(trx, after, row, '管局退回', `错误代码 ${codes.join('、')}`);
  await tellCustomer(trx, after, row, 'filing.bureau_rejected', { reason: inWords(marks) });
}

const LONGEST = 200;

/** Plain words first, then what the bureau wrote itself; nothing is said twice. Of many causes the first ones, and how many. */
function inWords(marks: readonly Mark[]): string {
  const plain = [...new Set(marks.map(({ message }) => message))];
  const own = [...new Set(marks.flatMap(({ official }) => official?.trim() || []))];
  const more = own.filter((words) => !plain.includes(words));
  const quoted = more.length > 0 ? `。管局原文：“${more.join('；')}”` : '';
  return `${listed(plain, marks.length)}${quoted.slice(0, 500)}`;
}

/** Whole causes, as many as are read in a mail; `places` is how many the page shows: one cause may stand at several. */
function listed(causes: readonly string[], places: number): string {
  const room = causes.filter((_, at) => causes.slice(0, at + 1).join('；').length <= LONGEST);
  const shown = room.length > 0 ? room : causes.slice(0, 1).map((one) => one.slice(0, LONGEST));
  const rest = places > shown.length ? `等 ${places} 处，全部原因见备案页面` : '';
  return `${shown.join('；')}${rest}`;
}
