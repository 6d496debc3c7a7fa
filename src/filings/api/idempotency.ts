import { createHash } from 'node:crypto';
import { DAY, fromNow, MINUTE, now } from '../../platform/clock.ts';
import { type Db, db, isDuplicate } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { seal, unseal } from '../../platform/seal.ts';
import type { RequestRow } from '../tables.ts';

/** A request whose process died is taken over after this long. */
const ABANDONED = 5 * MINUTE;
/** The same key means the same request for this long. */
const KEPT = 30 * DAY;
const POLLS = 100;
const POLL_MS = 200;

export interface KeyedRequest {
  user_id: number;
  /** The Idempotency-Key header; undefined: every request is a new one. */
  key: string | undefined;
  /** Gives the request as parsed: the same content is the same request, however it is spaced. Asked for once. */
  body: () => unknown;
  /** Lets go of a large body: while the same request is worked on, the others wait without theirs. */
  drop?: () => void;
}

/** Writes the answer; to be called in the transaction of the deed. */
export type Keep = (trx: Db, filing_no: string, answer: unknown) => Promise<void>;

/**
 * Runs `work` once per key: the same request again, at once or later, gets the first answer; another
 * request under the key is refused. A failed `work` frees the key, so the mended request may use it.
 */
export async function onceOnly<T>(
  { user_id, key, body, drop }: KeyedRequest,
  work: (keep: Keep) => Promise<T>,
): Promise<T | unknown> {
  if (key === undefined) return work(async () => {});
  if (key.length === 0 || key.length > 200)
    throw new UserError('invalid', 'Idempotency-Key 须为 1 到 200 个字符');
  const slot = { user_id, key_digest: sha256(key) };
  const claimed = await claim(slot, sha256(JSON.stringify(body()) ?? ''), drop);
  if ('answer' in claimed) return claimed.answer;
  const ours = { ...slot, started_at: claimed.started_at, answer_sealed: null };
  try {
    return await work(keeper(slot, ours));
  } catch (error) {
    await db('filing_requests').where(ours).delete();
    throw error;
  }
}

type Slot = { user_id: number; key_digest: string };

function keeper(slot: Slot, ours: Partial<RequestRow>): Keep {
  return async (trx, filing_no, answer) => {
    const answer_sealed = seal(JSON.stringify(answer), placeOf(slot));
    const kept = await trx('filing_requests').where(ours).update({ filing_no, answer_sealed });
    // Taken over by another process while this one was held up: then this one must not commit.
    if (kept !== 1) throw new UserError('conflict', '相同的请求已在处理，请稍后查询结果');
  };
}

/**
 * Ours to work on since `started_at`, or the answer that the first such request got. Whoever has dropped his body
 * can no longer do the work of one who failed: he is asked to send it again.
 */
async function claim(
  slot: Slot,
  request_hash: string,
  drop: (() => void) | undefined,
): Promise<{ started_at: Date } | { answer: unknown }> {
  let isDropped = false;
  for (let poll = 0; poll < POLLS; poll++) {
    const started_at = now();
    if (!isDropped && (await insert({ ...slot, request_hash, started_at }))) return { started_at };
    const row = await db('filing_requests').where(slot).first();
    if (!row && isDropped) break;
    if (!row) continue;
    if (row.request_hash !== request_hash)
      throw new UserError('unprocessable', '这个 Idempotency-Key 已用于另一个内容不同的请求');
    if (row.answer_sealed) return { answer: JSON.parse(unseal(row.answer_sealed, placeOf(slot))) };
    const isAbandoned = !isDropped && row.started_at < fromNow(-ABANDONED);
    if (isAbandoned && (await takeOver(row, started_at))) return { started_at };
    drop?.();
    isDropped = drop !== undefined;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new UserError('conflict', '相同的请求正在处理，请稍后用同一个 Idempotency-Key 再试');
}

async function insert(row: Slot & { request_hash: string; started_at: Date }): Promise<boolean> {
  try {
    await db('filing_requests').insert(row);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

async function takeOver(row: RequestRow, started_at: Date): Promise<boolean> {
  const { id, started_at: before } = row;
  const taken = await db('filing_requests')
    .where({ id, started_at: before, answer_sealed: null })
    .update({ started_at });
  return taken === 1;
}

/** Forgets answers that nobody asks for any more. */
export async function forgetRequests(): Promise<void> {
  await db('filing_requests').where('started_at', '<', fromNow(-KEPT)).delete();
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const placeOf = ({ user_id, key_digest }: Slot) =>
  `filing_requests.answer_sealed:${user_id}:${key_digest}`;
