import { shownDay, shownTime } from '../../platform/clock.ts';
import { maskName } from '../../platform/mask.ts';
import { type FilingKind, KIND_WORDS } from '../kinds/names.ts';
import { type Mark, marksOf } from '../marks.ts';
import { type Numbers, numbersOf } from '../numbers.ts';
import { provinceName } from '../provinces/index.ts';
import { labelOf } from '../rules/index.ts';
import type { FilingStatus } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';
import { type Tone, type Words, wordsFor } from './status-words.ts';
import { expectedWords } from './timeline.ts';
import { openTitle } from './title.ts';

export { STATUS_WORDS, type Tone } from './status-words.ts';

export interface Standing extends Words {
  status: FilingStatus;
  status_at: Date;
  shown_at: string;
  expected_at: Date | null;
  expected_words: string | null;
  /** Why it waits, when it does. */
  held: string | null;
}

/** Where a filing stands, what the customer has to do, and when the next step is expected. */
export async function standingOf(row: FilingRow): Promise<Standing> {
  const words = wordsFor(row);
  const expected_at = dueAt(row);
  return {
    ...words,
    ...(isOurs(row) ? OURS : {}),
    status: row.status,
    status_at: row.status_at,
    shown_at: shownTime(row.status_at),
    expected_at,
    expected_words:
      row.status === 'sms_pending' && expected_at
        ? `请在 ${shownTime(expected_at).slice(0, 16)} 前完成`
        : expected_at && (await expectedWords(expected_at)),
    held: heldWords(row),
  };
}

/** When the step that a filing waits for is due; null when it is not for us to say. */
export function dueAt(row: FilingRow): Date | null {
  if (row.status === 'agent_review') return row.agent_due_at;
  if (row.status === 'provider_review') return row.review_due_at;
  return row.status === 'sms_pending' ? row.sms_due_at : null;
}

const OURS = {
  now: '通信管理局退回了这份备案，原因在我们这一侧，工作人员正在处理',
  todo: null,
};

/** A refusal for which the customer can do nothing. */
function isOurs(row: FilingRow): boolean {
  if (row.status !== 'bureau_rejected') return false;
  const marks = marksOf(row);
  return marks.length > 0 && marks.every(({ who }) => who === 'operator');
}

function heldWords({ status, held_reason, held_until }: FilingRow): string | null {
  if (!held_reason || (status !== 'ready_to_report' && status !== 'reporting')) return null;
  return held_until
    ? `${held_reason}（预计 ${shownTime(held_until).slice(0, 16)} 恢复）`
    : held_reason;
}

/** A mark with the name of its field; marks without a field concern the whole filing. */
export interface ShownMark extends Mark {
  label: string;
}

/** What the customer is to mend now: only while the filing is his to mend. */
export function shownMarks(row: FilingRow): ShownMark[] {
  if (row.status !== 'needs_fix' && row.status !== 'bureau_rejected') return [];
  return marksOf(row).map((mark) => ({ ...mark, label: labelOf(mark.path) }));
}

export interface ListedFiling {
  filing_no: string;
  kind: FilingKind;
  kind_label: string;
  title: string;
  domain: string;
  province: string;
  status: FilingStatus;
  label: string;
  tone: Tone;
  /** The current step in words, and what the customer has to do. */
  now: string;
  todo: string | null;
  ended: boolean;
  saved_on: string;
  numbers: Numbers | null;
}

/** A line of a list. Operators see the names of individuals masked. */
export function listedFiling(row: FilingRow, reader: 'customer' | 'operator'): ListedFiling {
  const { entity, service, domain, individual } = openTitle(row);
  const name = reader === 'operator' && individual ? maskName(entity) : entity;
  const { label, tone, now, todo } = wordsFor(row);
  return {
    filing_no: row.filing_no,
    ...{ kind: row.kind, kind_label: KIND_WORDS[row.kind] },
    title: [service, name].filter(Boolean).join(' · ') || '未命名备案',
    domain,
    province: provinceName(row.province_code),
    ...{ status: row.status, label, tone, now, todo },
    ended: row.ended_at !== null,
    saved_on: shownDay(row.saved_at),
    numbers: numbersOf(row),
  };
}
