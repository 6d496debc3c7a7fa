import type { Db } from '../../platform/db.ts';
import { partByGivenId } from '../records/isp-ids.ts';
import { recordMeant, type Spoken } from '../records/marks.ts';
import { noteEnding } from '../registry/endings.ts';
import { addResult } from '../results.ts';
import { noteTask } from '../tasks/note-task.ts';
import { type Cancelled, cancelledRecords, type Part } from '../wire/download-data.ts';
import { markAnswered, sentRecord } from './answered.ts';
import { filingOf } from './filing-of.ts';
import { itemOrder } from './order.ts';
import type { Applied, Source } from './source.ts';
import { mustBeSettled } from './too-early.ts';

const OPERATION = { entity: 'cancel_entity', service: 'cancel_service', access: 'drop_access' };

/**
 * Records that are gone: they end in the registry, who asked for it hears that it is done, and so does the filing that
 * they came from. What nobody here has asked for is something to do besides: a customer has lost his number.
 */
export async function applyCancelled(trx: Db, source: Source, part: Part): Promise<Applied> {
  const applied = { results: 0, leftovers: 0 };
  for (const [n, cancelled] of cancelledRecords(part.node).entries()) {
    const asked = await askedFor(trx, source, cancelled);
    await noteEnding(trx, {
      bureau_id: source.bureau.id,
      what: cancelled.what,
      bureau_record_id: cancelled.given,
      file_order: source.order,
      remark: cancelled.remark,
    });
    if (asked) await tell(trx, source, asked, { ...cancelled, is_asked: true });
    else await noteLost(trx, source, cancelled, itemOrder(source, n));
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

const WORDS = { entity: '主体', service: '网站', access: '接入' };

async function noteLost(
  trx: Db,
  source: Source,
  cancelled: Cancelled,
  order: string,
): Promise<void> {
  const { what, given, remark } = cancelled;
  const { id: bureau_id } = source.bureau;
  const filed =
    what === 'entity'
      ? await trx('filing_entities')
          .where({ bureau_id, bureau_entity_id: given })
          .first('icp_number')
      : await trx('filing_services')
          .where({ bureau_id, bureau_service_id: given })
          .first('icp_number');
  const number = what === 'access' ? null : filed?.icp_number;
  await noteTask(trx, {
    bureau_id,
    kind: 'lost_filing',
    key: [what, given],
    subject: `${WORDS[what]} ${number ?? given}`,
    filing_no: what === 'access' ? undefined : await filingOf(trx, source, what, given),
    body: { what, bureau_id: given, icp_number: number ?? '', words: remark ?? '' },
    order,
  });
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
