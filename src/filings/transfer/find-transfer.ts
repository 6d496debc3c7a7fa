import type { Request } from 'express';
import { userOf } from '../../accounts/index.ts';
import { type Db, db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import type { TransferRow } from './tables.ts';

/** Imports are seen by all who may import, an export by whoever made it; to everybody else it is not there. */
export async function transferIn(req: Request, kind?: TransferRow['kind']): Promise<TransferRow> {
  const user = userOf(req);
  const transfer_no = String(req.params['transfer_no']);
  const found = await db('transfers').where({ transfer_no }).first();
  const isSeen = found?.kind === 'import' ? user.may('bureau.manage') : found?.made_by === user.id;
  const fits = isSeen && (!kind || found?.kind === kind);
  return must(fits ? found : undefined, '导入或导出');
}

const SHOWN = 50;

export function latestTransfers(
  db: Db,
  user: { id: number; mayImport: boolean },
): Promise<TransferRow[]> {
  return db('transfers')
    .whereNot({ state: 'receiving' })
    .where((seen) => {
      seen.where({ kind: 'export', made_by: user.id });
      if (user.mayImport) seen.orWhere({ kind: 'import' });
    })
    .orderBy('id', 'desc')
    .limit(SHOWN);
}
