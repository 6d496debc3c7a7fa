import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { openCode } from './code.ts';
import type { ServiceCodeRow } from './tables.ts';

/** Voids a code: it cannot be spent any more; filings that hold a use keep it. */
export async function voidCode(actor: Actor, code_no: string, reason: string): Promise<void> {
  await inTransaction(async (trx) => {
    const voided = await trx('service_codes')
      .where({ code_no })
      .whereNull('voided_at')
      .update({ voided_at: now() });
    must((await trx('service_codes').where({ code_no }).first('id'))?.id, '服务号');
    if (voided !== 1) throw new UserError('conflict', '这个服务号已经作废');
    await record(trx, actor, 'service_code.voided', `service_code:${code_no}`, { reason });
  });
}

/** Opens the codes of a batch that was made here, once for ever: whoever is second is refused. */
export async function exportCodes(
  actor: Actor,
  batch_no: string,
): Promise<(ServiceCodeRow & { code: string })[]> {
  return inTransaction(async (trx) => {
    const batch = must(await trx('service_code_batches').where({ batch_no }).first(), '批次');
    const taken = await trx('service_code_batches')
      .where({ id: batch.id, source: 'made' })
      .whereNull('exported_at')
      .update({ exported_at: now() });
    if (taken !== 1) throw new UserError('conflict', '这一批已经导出过，不能再次导出');
    const rows = await codesIn(trx, batch.id);
    const amount = rows.length;
    await record(trx, actor, 'service_code.exported', `service_codes:${batch_no}`, { amount });
    return rows.map((row) => ({ ...row, code: openCode(row) }));
  });
}

function codesIn(db: Db, batch_id: number): Promise<ServiceCodeRow[]> {
  return db('service_codes').where({ batch_id }).orderBy('id');
}
