import { type Actor, record } from '../../../audit/index.ts';
import { openFile } from '../../../documents/index.ts';
import { fromNow, MINUTE, now } from '../../../platform/clock.ts';
import { inTransaction } from '../../../platform/db.ts';
import { UserError } from '../../../platform/errors.ts';
import type { TransferRow } from '../tables.ts';

/** A slow line may take as long. */
const FETCHING_MS = 30 * MINUTE;

/** The file of an export, once: the second who asks hears so. It is gone half an hour later. */
export async function fetchExport(
  { id, transfer_no, pieces }: TransferRow,
  actor: Actor,
): Promise<AsyncIterable<Buffer>> {
  await inTransaction(async (trx) => {
    const taken = await trx('transfers')
      .where({ id, state: 'done' })
      .where('expires_at', '>', now())
      .update({ state: 'fetched', expires_at: fromNow(FETCHING_MS) });
    if (taken !== 1) throw new UserError('conflict', '这个文件已经下载过或已过期，请重新导出');
    await record(trx, actor, 'transfer.fetched', `transfer:${transfer_no}`);
  });
  return openFile(transfer_no, pieces);
}
