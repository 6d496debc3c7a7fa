import type { After, Db } from '../../platform/db.ts';
import type { RefundRow } from '../tables.ts';

export async function alarmRefund(
  _trx: Db,
  _after: After,
  _refund: RefundRow,
  _words: string,
): Promise<void> {}
