import { type Actor, record } from '../../../audit/index.ts';
import { fromNow, HOUR, now } from '../../../platform/clock.ts';
import { inTransaction } from '../../../platform/db.ts';
import { must } from '../../../platform/errors.ts';
import { publicNo } from '../../../platform/ids.ts';
import { type ExportPlan, sealPlan } from '../plan.ts';
import { begin } from '../steps.ts';
import type { TransferRow } from '../tables.ts';

/** Asks for a file of a list; who wants personal data in the clear has said why, and that is recorded. Gives its number. */
export function createExport(
  { id, actor }: { id: number; actor: Actor },
  subject: TransferRow['subject'],
  plan: ExportPlan,
): Promise<string> {
  return inTransaction(async (trx, after) => {
    const transfer_no = publicNo('DC');
    await trx('transfers').insert({
      ...{ transfer_no, kind: 'export', subject, state: 'receiving', made_by: id },
      ...{ plan_sealed: sealPlan(transfer_no, plan), counts_json: '{}' },
      ...{ created_at: now(), expires_at: fromNow(24 * HOUR) },
    });
    const transfer = must(await trx('transfers').where({ transfer_no }).first(), '导出');
    const { columns, reason } = plan;
    const details = {
      list: subject,
      columns,
      whole: reason !== null,
      ...(reason ? { reason } : {}),
    };
    await record(trx, actor, 'transfer.exported', `transfer:${transfer_no}`, details);
    await begin(trx, after, transfer, 'writing');
    return transfer_no;
  });
}
