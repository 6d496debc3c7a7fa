import { send } from '../../notify/index.ts';
import type { After, Db } from '../../platform/db.ts';
import type { TransferRow } from './tables.ts';

/** Tells whoever began a transfer that it is done, inside the site. */
export async function tellMaker(
  trx: Db,
  after: After,
  { made_by, transfer_no }: Pick<TransferRow, 'made_by' | 'transfer_no'>,
  values: { what: '导入' | '导出'; result: string },
): Promise<void> {
  const link = `/transfers/${transfer_no}`;
  await send(trx, after, { event: 'transfer.finished', user_id: made_by, to: {}, values, link });
}
