import { now } from '../../platform/clock.ts';
import { type Db, isDuplicate } from '../../platform/db.ts';
import { plainDomain } from '../../platform/domain-name.ts';
import { blindIndex, seal, unseal } from '../../platform/seal.ts';
import { countQuestion } from './saved.ts';
import type { StatusAnswerRow } from './tables.ts';

/** What may be asked: `type` '0' a domain, else the interface's kind of certificate ("1" 营业执照, "2" 身份证 …). */
export interface Condition {
  type: string;
  value: string;
}

/** What is known of a domain or certificate without asking anybody. */
export interface KnownStatus {
  state: 'filed' | 'unfiled' | 'unknown';
  entity_number: string | null;
  service_number: string | null;
  asked_at: Date | null;
  is_fresh: boolean;
}

const UNKNOWN: KnownStatus = {
  state: 'unknown',
  entity_number: null,
  service_number: null,
  asked_at: null,
  is_fresh: false,
};

/** The latest answer a bureau gave, from the database alone: pages and the gate never cause a call. */
export async function knownStatus(db: Db, condition: Condition): Promise<KnownStatus> {
  const row = await db('bureau_status_answers').where(keyOf(condition)).first();
  return row ? statusOf(row) : UNKNOWN;
}

/**
 * Asks for an answer, unless there is a fresh one; it comes by itself, within minutes. Whoever wants the same again
 * meanwhile causes no second question. Gives what is known now.
 */
export async function wantStatus(
  trx: Db,
  condition: Condition,
  province_code: string | null = null,
): Promise<KnownStatus> {
  const known = await knownStatus(trx, condition);
  if (known.is_fresh) countQuestion('isp_querybeianstatus', 'saved');
  if (known.is_fresh) return known;
  const row = { ...keyOf(condition), state: 'unknown', province_code } as const;
  const sealed = { condition_sealed: seal(tidy(condition), placeOf(row.condition_index)) };
  try {
    await trx('bureau_status_answers').insert({ ...row, ...sealed, wanted_at: now() });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const wanted = await trx('bureau_status_answers')
      .where(keyOf(condition))
      .whereNull('wanted_at')
      .update({ wanted_at: now(), next_try_at: null, tries: 0 });
    // Somebody waits for it already: one question answers both.
    if (wanted === 0) countQuestion('isp_querybeianstatus', 'saved');
  }
  return known;
}

export function statusOf(row: StatusAnswerRow): KnownStatus {
  const { state, entity_number, service_number, asked_at, fresh_until } = row;
  const is_fresh = fresh_until !== null && fresh_until > now();
  return { state, entity_number, service_number, asked_at, is_fresh };
}

export function conditionOf(row: StatusAnswerRow): Condition {
  const value = unseal(row.condition_sealed, placeOf(row.condition_index));
  return { type: row.condition_type, value };
}

function keyOf(condition: Condition) {
  const column = 'bureau_status_answers.condition';
  const condition_index = blindIndex(`${condition.type}:${tidy(condition)}`, column);
  return { condition_type: condition.type, condition_index };
}

/** Domains and certificates are asked about as one writes them best: case and spaces do not make two of one. */
function tidy({ type, value }: Condition): string {
  const plain = value.trim();
  return type === '0' ? plainDomain(plain) : plain.toUpperCase();
}

function placeOf(condition_index: string): string {
  return `bureau_status_answers.condition:${condition_index}`;
}
