import type { Request, Response } from 'express';
import { userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { readSetting } from '../../platform/settings.ts';
import { latestTransfers } from './find-transfer.ts';
import { shownTransfer } from './present.ts';
import { transferSetting } from './settings.ts';

/** What came in and what goes out, and where to begin either. */
export async function showList(
  req: Request,
  res: Response,
  fields: Record<string, string> = {},
): Promise<void> {
  const user = userOf(req);
  const mayImport = user.may('bureau.manage');
  const transfers = await latestTransfers(db, { id: user.id, mayImport });
  const { keep_days } = await readSetting(transferSetting);
  res.page('transfer/list', {
    title: '导入与导出',
    transfers: transfers.map(shownTransfer),
    may_import: mayImport,
    keep_days,
    fields,
  });
}
