import type { Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../../../audit/index.ts';
import { type Db, inTransaction, isDuplicate } from '../../../platform/db.ts';
import { UserError } from '../../../platform/errors.ts';
import { addVersion, type NewVersion } from '../../profile/versions.ts';
import { faultsIn, versionPath } from '../profile-pages.ts';

/** What every new version is asked for. */
export const VersionNamed = {
  name: z
    .string()
    .trim()
    .regex(/^[\w.\-\u4e00-\u9fff ]{1,40}$/, '名称用中文、字母、数字，不超过 40 字'),
  note: z.string().trim().min(2, '请写明改了什么').max(300),
};

/** Keeps the next version and gives its number; `also` happens with it. Two at once: the second is asked to press again. */
export async function savedVersion(
  version: Omit<NewVersion, 'source'>,
  actor: Actor,
  also: (trx: Db) => Promise<void> = async () => {},
): Promise<number> {
  try {
    return await inTransaction(async (trx) => {
      await also(trx);
      return addVersion(trx, { ...version, source: 'console' }, actor);
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new UserError('conflict', '刚才有人保存了另一个版本，请再保存一次');
  }
}

/** Leads to the new version and says whether it can be put in force. */
export function tellSaved(
  res: Response,
  { name, version, document_json }: { name: string; version: number; document_json: string },
): void {
  const faults = faultsIn(document_json).length;
  if (faults > 0)
    res.flash('info', `已存为第 ${version} 版；还有 ${faults} 处错误，改好后才能启用`);
  else res.flash('success', `已存为第 ${version} 版，检查通过，尚未启用`);
  res.redirect(303, versionPath({ name, version }));
}
