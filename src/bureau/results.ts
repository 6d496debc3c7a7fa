import { fromNow, HOUR, MINUTE, now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { publicNo } from '../platform/ids.ts';
import { seal, unseal } from '../platform/seal.ts';
import { clearAlarms, raiseAlarm } from './alarms.ts';
import type { ResultRow } from './tables.ts';
import type { SaidCode } from './wire/download-data.ts';

/** After so many tries somebody is told; they go on, at most an hour apart. */
const ALARM_AT = 5;

/** `index`: which service of the filing this is; null when the bureau did not repeat our number. */
export interface PublishedService {
  index: number | null;
  bureau_service_id: string;
  icp_number: string | null;
  name: string;
  domains: { domain: string; bureau_domain_id: string }[];
  accesses: {
    bureau_access_id: string;
    provider_id: string;
    /** The access that this filing asked for. */
    is_own?: boolean;
    ips?: { first: string; last: string; bureau_ip_id: string }[];
  }[];
}

export type ResultBody =
  | { kind: 'accepted'; sequence: number }
  | { kind: 'held'; reason: string; until?: string }
  | {
      kind: 'data_result';
      refused: boolean;
      /** In the codes of V3.0, whatever the bureau's interface calls them. */
      codes: SaidCode[];
      operation: string;
    }
  | {
      kind: 'review';
      passed: boolean;
      reviewer: string | null;
      words: string | null;
      operation: string;
    }
  | {
      kind: 'published';
      entity: { bureau_entity_id: string; icp_number: string | null };
      services: PublishedService[];
    }
  | {
      /** A record is gone: this filing asked for it (`is_asked`), or filed it once and the bureau took it away. */
      kind: 'cancelled';
      what: 'entity' | 'service' | 'access';
      bureau_id: string;
      is_asked: boolean;
      remark: string | null;
    };

/**
 * What a bureau said (or why it was not asked yet) about one filing. `subject` is the filing's number, `record_no`
 * the record it is about: of a filing that was sent again, a late word about the earlier one is known by it.
 */
export type BureauResult = {
  id: number;
  subject: string;
  record_no: string | null;
  at: Date;
} & ResultBody;

/** Puts a result into the outbox, in the transaction of what brought it. */
export async function addResult(
  trx: Db,
  bureau_id: number,
  subject: string,
  body: ResultBody,
  record_no: string | null = null,
): Promise<void> {
  const result_no = publicNo('BJ');
  await trx('bureau_results').insert({
    result_no,
    bureau_id,
    subject,
    record_no,
    kind: body.kind,
    body_sealed: seal(JSON.stringify(body), place(result_no)),
    at: now(),
  });
}

/** Results that no filing has taken up yet, oldest first; one that failed waits until its next try. */
export async function pendingResults(db: Db, limit: number): Promise<BureauResult[]> {
  const rows = await db('bureau_results')
    .whereNull('settled_at')
    .where((query) => query.whereNull('next_try_at').orWhere('next_try_at', '<=', now()))
    .orderBy('id')
    .limit(limit);
  return rows.map(opened);
}

/** Everything a bureau said of one subject, oldest first, taken up or not. */
export async function resultsFor(db: Db, subject: string): Promise<BureauResult[]> {
  const rows = await db('bureau_results').where({ subject }).orderBy('id').limit(100);
  return rows.map(opened);
}

/** Marks a result as taken up, in the transaction that changes the filing; false: somebody did so already. */
export async function settleResult(trx: Db, id: number): Promise<boolean> {
  const settled = await trx('bureau_results')
    .where({ id })
    .whereNull('settled_at')
    .update({ settled_at: now() });
  const row = settled === 1 && (await trx('bureau_results').where({ id }).first());
  if (row && row.tries >= ALARM_AT) await clearAlarms(trx, row.bureau_id, alarmOf(id));
  return settled === 1;
}

/** Counts a try that failed and sets the next one, later each time; the fifth raises an alarm until it is settled. */
export async function resultFailed(trx: Db, id: number): Promise<void> {
  const row = await trx('bureau_results').where({ id, settled_at: null }).forUpdate().first();
  if (!row) return;
  const tries = row.tries + 1;
  const wait = Math.min(MINUTE * 2 ** row.tries, HOUR);
  await trx('bureau_results')
    .where({ id })
    .update({ tries, next_try_at: fromNow(wait) });
  if (tries < ALARM_AT) return;
  const words = `备案 ${row.subject} 的一条管局结果连续 ${ALARM_AT} 次没有处理成功，系统会继续重试，请联系技术人员查看日志`;
  await raiseAlarm(trx, row.bureau_id, alarmOf(id), words);
}

const alarmOf = (id: number) => `result_failed:${id}`;

function opened(row: ResultRow): BureauResult {
  // Written by addResult, and nothing else opens at this place.
  const body = JSON.parse(unseal(row.body_sealed, place(row.result_no))) as ResultBody;
  const { id, subject, record_no, at } = row;
  return { id, subject, record_no, at, ...body };
}

function place(result_no: string): string {
  return `bureau_results.body:${result_no}`;
}
