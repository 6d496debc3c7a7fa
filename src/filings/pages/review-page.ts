import { namesOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { unseal } from '../../platform/seal.ts';
import { filingBefore, waitingForAgent } from '../agents/scope.ts';
import { openForm } from '../drafts/draft.ts';
import { fieldsOf, sameValue, type Value } from '../drafts/fields.ts';
import { openValue } from '../drafts/readings.ts';
import { DraftForm, type FilingForm } from '../forms.ts';
import { changedFields } from '../kinds/changes.ts';
import { type Mark, marksOf } from '../marks.ts';
import { type Pace, paceOf } from '../pace/pace.ts';
import {
  filingsOfSameEntity,
  readingsOf,
  type SameEntity,
  submittedVersions,
  waitingForReview,
} from '../queries.ts';
import { type Finding, labelOf } from '../rules/index.ts';
import { CLAIM, holderOf, lineOf, type Reviewer } from '../steps/claim-review.ts';
import { placeOfVersion, placeOfWord } from '../steps/submit-filing.ts';
import type { FilingRow } from '../tables.ts';
import { check } from './checks.ts';
import { type KindShown, kindShown } from './kind-shown.ts';
import { isPersonal, maskedForm } from './masked-form.ts';
import { dueAt, type ListedFiling, listedFiling, type Standing, standingOf } from './present.ts';
import { revealForm } from './reveal.ts';
import { type Moment, timelineOf } from './timeline.ts';

export interface QueuedFiling extends ListedFiling {
  submitted_at: Date | null;
  due_at: Date | null;
  pace: Pace | null;
  /** "张三正在审核"; null when it is free. */
  holder: string | null;
  is_mine: boolean;
}

/** The review queue, the longest waiting first, with our promised time counted in working days. */
export async function reviewQueue({
  id,
  line,
}: Pick<Reviewer, 'id' | 'line'>): Promise<QueuedFiling[]> {
  const rows = await (line === 'agent_review' ? waitingForAgent(db, id) : waitingForReview(db));
  const holders = rows.flatMap((row) => holderOf(row) ?? []);
  const names = await namesOf(db, [...new Set(holders)]);
  return Promise.all(
    rows.map(async (row) => ({
      ...listedFiling(row, 'operator'),
      submitted_at: row.submitted_at,
      due_at: dueAt(row),
      pace: await paceNow(row),
      holder: names.get(holderOf(row) ?? 0) ?? null,
      is_mine: holderOf(row) === id,
    })),
  );
}

/** What OCR read for a field, beside what was submitted. */
export interface ReadBeside {
  path: string;
  /** The place of the picture it was read in. */
  slot: string;
  value: string;
  confidence: number;
  document_no: string;
  field: string;
  /** false: the person submitted something else. */
  agrees: boolean;
}

export interface ReviewPage {
  filing_no: string;
  version: number;
  standing: Standing;
  pace: Pace | null;
  /** Masked unless it was opened by `reveal`. */
  form: FilingForm;
  is_masked: boolean;
  findings: Finding[];
  read: ReadBeside[];
  /** What changed since it was submitted last; '' stands for nothing. */
  diff: { path: string; label: string; before: Value; after: Value }[];
  /** What it is, what it is about, and what that rests on. */
  kind: KindShown;
  /** Paths of what a change changes of the filed record. */
  changed: string[];
  /** What was asked to be mended last time. */
  marks: Mark[];
  /** What the customer said with the last submission; hidden as the form is. */
  word: string | null;
  holder: { name: string; until: Date; is_mine: boolean } | null;
  related: SameEntity[];
  timeline: Moment[];
}

/** All that the review page shows. With `reveal` the form is opened, and the look is recorded with that reason. */
export async function reviewPage(
  reviewer: Reviewer,
  filing_no: string,
  { reveal }: { reveal?: string } = {},
): Promise<ReviewPage> {
  const row = must(await filingBefore(db, reviewer, filing_no), '备案');
  must(row.status === 'draft' ? undefined : row, '备案');
  const form = openForm(row);
  const shown =
    reveal === undefined ? maskedForm(form) : await revealForm(reviewer, filing_no, reveal);
  const hide = reveal === undefined;
  const is_agent = reviewer.line === 'agent_review';
  return {
    filing_no,
    version: row.version,
    standing: await standingOf(row),
    pace: await paceNow(row),
    form: shown,
    is_masked: hide,
    findings: await check(form),
    read: await readBeside(row, form, hide),
    diff: await diffOf(row, form, hide),
    kind: await kindShown(form),
    changed: form.request.kind === 'change' ? changedFields(form).map(({ path }) => path) : [],
    marks: marksOf(row),
    word: await wordOf(row, hide),
    holder: await holderShown(row, reviewer),
    // Other people's filings are none of an agent's business.
    related: is_agent ? [] : await filingsOfSameEntity(db, row),
    timeline: await timelineOf(db, row, is_agent ? 'agent' : 'operator'),
  };
}

async function paceNow(row: FilingRow): Promise<Pace | null> {
  const due = row.status === 'agent_review' ? row.agent_due_at : row.review_due_at;
  return due && paceOf(due);
}

async function holderShown(row: FilingRow, reviewer: Reviewer): Promise<ReviewPage['holder']> {
  const holder = row.status === lineOf(reviewer) ? holderOf(row) : undefined;
  if (holder === undefined || !row.review_claimed_at) return null;
  const names = await namesOf(db, [holder]);
  const until = new Date(row.review_claimed_at.getTime() + CLAIM);
  return { name: names.get(holder) ?? '', until, is_mine: holder === reviewer.id };
}

async function wordOf(row: FilingRow, hide: boolean): Promise<string | null> {
  const [last] = await submittedVersions(db, row.id, 1);
  if (!last?.word_sealed) return null;
  return hide ? '••••' : unseal(last.word_sealed, placeOfWord(row.filing_no, last.version));
}

async function readBeside(row: FilingRow, form: FilingForm, hide: boolean): Promise<ReadBeside[]> {
  const held = new Set(Object.values(form.materials).flat());
  const submitted = fieldsOf(form);
  const [masked, rows] = [fieldsOf(maskedForm(form)), await readingsOf(db, row.id)];
  return rows
    .filter(({ document_no }) => held.has(document_no))
    .map(({ path, slot, confidence, document_no, field, value_sealed }) => {
      const value = openValue(row, { path, document_no, value_sealed });
      const agrees = sameValue(submitted.get(path), value);
      const shown = hide && isPersonal(path, form) ? (agrees ? masked.get(path) : '••••') : value;
      return { path, slot, value: String(shown ?? ''), confidence, document_no, field, agrees };
    });
}

async function diffOf(
  row: FilingRow,
  form: FilingForm,
  hide: boolean,
): Promise<ReviewPage['diff']> {
  const versions = await submittedVersions(db, row.id);
  const last = versions.find(({ version }) => version < (versions[0]?.version ?? 0));
  if (!last) return [];
  const place = placeOfVersion(row.filing_no, last.version);
  const before = fieldsOf(DraftForm.parse(JSON.parse(unseal(last.form_sealed, place))));
  const after = fieldsOf(form);
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .filter((path) => !sameValue(before.get(path), after.get(path)))
    .map((path) => {
      const secret = hide && isPersonal(path, form);
      const value = (values: Map<string, Value>) => (secret ? '••••' : (values.get(path) ?? ''));
      return { path, label: labelOf(path), before: value(before), after: value(after) };
    });
}
