import type { Db } from '../../platform/db.ts';
import { partByGivenId } from '../records/isp-ids.ts';
import { recordMeant, type Spoken } from '../records/marks.ts';
import { addResult } from '../results.ts';
import type { Cancelled } from '../wire/download-data.ts';
import { markAnswered, sentRecord } from './answered.ts';
import { mustBeSettled } from './too-early.ts';

const OPERATION = { entity: 'cancel_entity', service: 'cancel_service', access: 'drop_access' };

/**
 * Tells filings that a record is gone: the one that asked for it, and the one that it came from. Gives who asked
 * (undefined: nobody here) and how many were told. Throws TooEarly while who asked is still being sent.
 */
export async function tellEnded(
  trx: Db,
  bureau_id: number,
  cancelled: Cancelled,
): Promise<{ asked: Spoken | undefined; told: number }> {
  const asked = await askedFor(trx, bureau_id, cancelled);
  if (asked) await tell(trx, bureau_id, asked, { ...cancelled, is_asked: true });
  const given = { given_by: bureau_id, given_id: cancelled.given };
  const filed = await partByGivenId(trx, given, cancelled.what);
  if (!filed || filed.subject === asked?.subject) return { asked, told: Number(Boolean(asked)) };
  const { subject } = filed;
  const owner = { subject, record_no: await sentRecord(trx, subject) };
  await tell(trx, bureau_id, owner, { ...cancelled, is_asked: false });
  return { asked, told: Number(Boolean(asked)) + 1 };
}

/** The request that this is the answer to; one that was refused has none coming. */
async function askedFor(
  trx: Db,
  bureau_id: number,
  { what, given }: Cancelled,
): Promise<Spoken | undefined> {
  const meant = await recordMeant(trx, bureau_id, { operation: OPERATION[what], mark: given });
  if (!meant) return undefined;
  const asked = await trx('bureau_records')
    .where({ record_no: meant.record_no })
    .where((one) => one.where({ status: 'accepted' }).orWhereNotNull('passed_at'))
    .first('id');
  return asked && meant;
}

async function tell(
  trx: Db,
  bureau_id: number,
  { subject, record_no }: { subject: string; record_no: string | null },
  { what, given, remark, is_asked }: Cancelled & { is_asked: boolean },
): Promise<void> {
  if (is_asked) await mustBeSettled(trx, subject);
  const body = { kind: 'cancelled', what, bureau_id: given, is_asked, remark } as const;
  await addResult(trx, bureau_id, subject, body, record_no);
  if (is_asked && record_no) await markAnswered(trx, { record_no });
}
