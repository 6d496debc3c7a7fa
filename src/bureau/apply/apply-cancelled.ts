import type { Db } from '../../platform/db.ts';
import { noteEnding } from '../registry/endings.ts';
import { noteTask } from '../tasks/note-task.ts';
import { type Cancelled, cancelledRecords, type Part } from '../wire/download-data.ts';
import { filingOf } from './filing-of.ts';
import { itemOrder } from './order.ts';
import type { Applied, Source } from './source.ts';
import { tellEnded } from './tell-ended.ts';

/**
 * Records that are gone: they end in the registry, who asked for it hears that it is done, and so does the filing that
 * they came from. What nobody here has asked for is something to do besides: a customer has lost his number.
 */
export async function applyCancelled(trx: Db, source: Source, part: Part): Promise<Applied> {
  const applied = { results: 0, leftovers: 0 };
  const { id: bureau_id } = source.bureau;
  for (const [n, cancelled] of cancelledRecords(part.node).entries()) {
    const { asked, told } = await tellEnded(trx, bureau_id, cancelled);
    await noteEnding(trx, {
      bureau_id,
      what: cancelled.what,
      bureau_record_id: cancelled.given,
      file_order: source.order,
      remark: cancelled.remark,
    });
    if (!asked) await noteLost(trx, source, cancelled, itemOrder(source, n));
    applied.results += told;
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
