import type { Db } from '../../platform/db.ts';
import { partByGivenId } from '../records/isp-ids.ts';
import { recordMeant, type Spoken } from '../records/marks.ts';
import { addResult } from '../results.ts';
import { type Cancelled, cancelledRecords, type Part } from '../wire/download-data.ts';
import { markAnswered, sentRecord } from './answered.ts';
import type { Applied, Source } from './source.ts';
import { mustBeSettled } from './too-early.ts';

const OPERATION = { entity: 'cancel_entity', service: 'cancel_service', access: 'drop_access' };

/**
 * Records that are gone: who asked for it hears that it is done, and so does the filing that they came from. What
 * nobody here has asked for stays in the inbox besides: a customer has lost his number.
 */
export async function applyCancelled(trx: Db, source: Source, part: Part): Promise<Applied> {
  const applied = { results: 0, leftovers: 0 };
  for (const cancelled of cancelledRecords(part.node)) {
    const asked = await askedFor(trx, source, cancelled);
    if (asked) await tell(trx, source, asked, { ...cancelled, is_asked: true });
    else applied.leftovers++;
    const given = { given_by: source.bureau.id, given_id: cancelled.given };
    const filed = await partByGivenId(trx, given, cancelled.what);
    const isOther = filed !== undefined && filed.subject !== asked?.subject;
    if (isOther) {
      const record_no = await sentRecord(trx, filed.subject);
      await tell(
        trx,
        source,
        { subject: filed.subject, record_no },
        { ...cancelled, is_asked: false },
      );
    }
    applied.results += Number(asked !== undefined) + Number(isOther);
  }
  return applied;
}

/** The request that this is the answer to; one that was refused has none coming. */
async function askedFor(
  trx: Db,
  { bureau }: Source,
  { what, given }: Cancelled,
): Promise<Spoken | undefined> {
  const meant = await recordMeant(trx, bureau.id, { operation: OPERATION[what], mark: given });
  if (!meant) return undefined;
  const asked = await trx('bureau_records')
    .where({ record_no: meant.record_no })
    .where((one) => one.where({ status: 'accepted' }).orWhereNotNull('passed_at'))
    .first('id');
  return asked && meant;
}

async function tell(
  trx: Db,
  { bureau }: Source,
  { subject, record_no }: { subject: string; record_no: string | null },
  { what, given, remark, is_asked }: Cancelled & { is_asked: boolean },
): Promise<void> {
  if (is_asked) await mustBeSettled(trx, subject);
  const body = { kind: 'cancelled', what, bureau_id: given, is_asked, remark } as const;
  await addResult(trx, bureau.id, subject, body, record_no);
  if (is_asked && record_no) await markAnswered(trx, { record_no });
}
