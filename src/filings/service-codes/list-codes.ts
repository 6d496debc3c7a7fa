import type { Knex } from 'knex';
import { namesOf } from '../../accounts/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import { type Db, db, likeStart } from '../../platform/db.ts';
import { maskName } from '../../platform/mask.ts';
import { timeShown } from '../../platform/present.ts';
import type { ServiceCodeRow } from './tables.ts';

const PAGE = 50;

export const STATES = {
  good: { label: '可用', tone: 'ok' },
  used_up: { label: '已用完', tone: 'idle' },
  late: { label: '已过期', tone: 'idle' },
  voided: { label: '已作废', tone: 'bad' },
} as const;
export type CodeState = keyof typeof STATES;

export function isState(word: string): word is CodeState {
  return Object.hasOwn(STATES, word);
}

export interface CodesAsked {
  state: CodeState | '';
  /** The beginning of a label. */
  label: string;
  batch_no: string;
  before: number | undefined;
}

/** A page of codes, the newest first; of each only its last four letters. */
export async function codesPage(asked: CodesAsked) {
  const { before, label } = asked;
  const batch = asked.batch_no
    ? await db('service_code_batches').where({ batch_no: asked.batch_no }).first()
    : undefined;
  const rows = await db('service_codes')
    .modify((query) => {
      if (asked.batch_no) query.where({ batch_id: batch?.id ?? 0 });
      if (label) query.where('label', 'like', likeStart(label));
      if (before !== undefined) query.where('id', '<', before);
      if (asked.state) inState(query, asked.state);
    })
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  const shown = rows.slice(0, PAGE);
  return {
    codes: await withOwners(db, shown),
    batch: batch ?? null,
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}

function inState(query: Knex.QueryBuilder, state: CodeState): void {
  if (state === 'voided') return void query.whereNotNull('voided_at');
  query.whereNull('voided_at');
  if (state === 'used_up') return void query.whereRaw('used >= max_uses');
  query.whereRaw('used < max_uses');
  if (state === 'late') return void query.where('valid_until', '<=', now());
  query.where((still) => still.whereNull('valid_until').orWhere('valid_until', '>', now()));
}

export function stateOf(row: ServiceCodeRow): CodeState {
  if (row.voided_at) return 'voided';
  if (row.used >= row.max_uses) return 'used_up';
  return row.valid_until && row.valid_until <= now() ? 'late' : 'good';
}

/** Rows in words, with the masked names of those whose codes they are. */
export async function withOwners(db: Db, rows: readonly ServiceCodeRow[]) {
  const names = await namesOf(db, [
    ...new Set(rows.flatMap(({ customer_id }) => customer_id ?? [])),
  ]);
  return rows.map((row) => ({
    code_no: row.code_no,
    shown: `••••${row.code_end}`,
    label: row.label,
    owner: row.customer_id === null ? null : maskName(names.get(row.customer_id) ?? ''),
    uses: `${row.used} / ${row.max_uses}`,
    // Good until the end of a day: the last moment of it is kept.
    until: row.valid_until && shownDay(row.valid_until),
    made: timeShown(row.made_at),
    badge: { text: STATES[stateOf(row)].label, tone: STATES[stateOf(row)].tone },
    is_voided: row.voided_at !== null,
  }));
}

/** Which filings hold or held a use of a code, the newest first. */
export async function usesOf(db: Db, service_code_id: number) {
  const rows = await db('service_code_uses')
    .join('filings', 'filings.id', 'service_code_uses.filing_id')
    .where({ service_code_id })
    .orderBy('service_code_uses.id', 'desc')
    .limit(200)
    .select('filings.filing_no', 'service_code_uses.used_at', 'service_code_uses.given_back_at');
  return rows.map(({ filing_no, used_at, given_back_at }) => ({
    filing_no,
    used: timeShown(used_at),
    given_back: given_back_at && timeShown(given_back_at),
  }));
}
