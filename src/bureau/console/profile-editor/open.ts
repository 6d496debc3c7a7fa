import type { Request, Response } from 'express';
import { db, inTransaction } from '../../../platform/db.ts';
import { must, UserError } from '../../../platform/errors.ts';
import { userOf } from '../../../platform/permitted.ts';
import { differences } from '../../profile/differences.ts';
import { keepDraft, type Working, workingOn } from '../../profile/editing/drafts.ts';
import { documentOf } from '../../profile/profiles.ts';
import type { ProfileRow } from '../../tables.ts';
import { tidyJson, versionPath } from '../profile-pages.ts';

/** A version as the person who asks is changing it. */
export interface Opened {
  version: ProfileRow;
  user_id: number;
  working: Working;
  document: unknown;
  href: string;
}

export async function versionIn(req: Request): Promise<ProfileRow> {
  const { name, version } = req.params;
  const number = /^\d{1,9}$/.test(String(version)) ? Number(version) : 0;
  const row = db('bureau_profiles')
    .where({ name: String(name), version: number })
    .first();
  return must(await row, '接口配置');
}

/** Throws a UserError for a version that is no JSON: forms cannot show it. */
export async function openedIn(req: Request): Promise<Opened> {
  const version = await versionIn(req);
  const { id: user_id } = userOf(req);
  const working = await workingOn(db, version, user_id);
  const document = documentOf(working);
  if (document === undefined)
    throw new UserError('unprocessable', '这个版本不是有效的 JSON，请先在版本页面的“内容”里改好');
  return { version, user_id, working, document, href: versionPath(version) };
}

/** Keeps a change as this person's, not yet a version. `seen`: the revision the form was made from. */
export async function keepChange(
  { version, user_id }: Opened,
  document: unknown,
  seen: number,
): Promise<void> {
  const document_json = tidyJson(JSON.stringify(document));
  await inTransaction((trx) => keepDraft(trx, version, user_id, { document_json, seen }));
}

const TABS = {
  forms: { path: '#forms', label: '版本与报文' },
  wire: { path: '/wire', label: '调用与代码' },
  pace: { path: '/pace', label: '时间与频率' },
  codes: { path: '/codes', label: '结果代码' },
  draft: { path: '/draft', label: '未保存的修改' },
} as const;
export type Tab = keyof typeof TABS;

/** What all pages of the editor have above them. */
export function editorHead({ version, working, document, href }: Opened, active: Tab) {
  const changes = working.revision === 0 ? 0 : differences(documentOf(version), document).length;
  const items = Object.entries(TABS).map(([key, { path, label }]) => ({
    href: `${href}${path}`,
    label,
    active: key === active,
    ...(key === 'draft' && changes > 0 ? { count: changes } : {}),
  }));
  return {
    version: { name: version.name, version: version.version, href },
    changes,
    seen: working.revision,
    tabs: { label: '接口配置', items },
  };
}

/** What a form is told when it cannot be taken: shown again with what was typed, never thrown away. */
export function refusal(res: Response, error: unknown): string {
  if (!(error instanceof UserError)) throw error;
  res.status(error.status);
  return error.message;
}
