import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { nameActions } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { requires, userOf } from '../../platform/permitted.ts';
import { read } from '../../platform/web.ts';
import { activate } from '../profile/versions.ts';
import { sendTrial } from '../records/send-trial.ts';
import type { ProfileRow } from '../tables.ts';
import { versionIn } from './profile-editor/open.ts';
import { profileEditorRoutes } from './profile-editor/routes.ts';
import { savedVersion, tellSaved, VersionNamed } from './profile-editor/save-version.ts';
import {
  faultsIn,
  judged,
  profileList,
  profilePage,
  tidyJson,
  versionPath,
} from './profile-pages.ts';
import { bureauTabs } from './tabs.ts';

nameActions({
  'profile.saved': '保存接口配置',
  'profile.activated': '启用接口配置',
  'profile.rehearsed': '演练接口配置',
});

export const profileRoutes = Router();
const mayManage = requires('bureau.manage');

profileRoutes.use(profileEditorRoutes);

profileRoutes.get('/bureau-profiles', mayManage, async (_req, res) => {
  const tabs = await bureauTabs(db, 'profiles');
  res.page('bureau/profiles', { title: '接口配置', tabs, profiles: await profileList() });
});

const Typed = z.object({ document_json: z.string().max(1_000_000) });

/** What is wrong with a document while it is typed. Keeps nothing. */
profileRoutes.post('/bureau-profiles/checks', mayManage, (req, res) => {
  const { document_json } = read(Typed, req.body);
  res.json(judged(document_json));
});

profileRoutes.get('/bureau-profiles/:name/:version', mayManage, async (req, res) => {
  const row = await versionIn(req);
  await showVersion(req, res, row, row.document_json);
});

const NewVersion = Typed.extend(VersionNamed);

/** A version is never changed: what was typed becomes the next one, a draft until it is activated. */
profileRoutes.post('/bureau-profiles/:name/:version', mayManage, async (req, res) => {
  const based = await versionIn(req);
  const form = NewVersion.safeParse(req.body);
  if (!form.success) {
    const fields = Object.fromEntries(
      form.error.issues.map(({ path, message }) => [path.join('.'), message]),
    );
    return showVersion(req, res.status(422), based, String(req.body?.document_json ?? ''), fields);
  }
  const { name, note } = form.data;
  const document_json = tidyJson(form.data.document_json);
  const version = await savedVersion({ name, document_json, note }, userOf(req).actor);
  tellSaved(res, { name, version, document_json });
});

const Activation = z.object({ seen: z.coerce.number().int().min(0).catch(0) });

profileRoutes.post('/bureau-profiles/:name/:version/activation', mayManage, async (req, res) => {
  const { name, version } = await versionIn(req);
  const seen = read(Activation, req.body).seen || null;
  try {
    await inTransaction((trx) => activate(trx, { name, version, seen }, userOf(req).actor));
    res.flash('success', `第 ${version} 版已启用，下一次与管局交换时生效`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    res.flash('error', error.message);
  }
  res.redirect(303, versionPath({ name, version }));
});

const Rehearsal = z.object({
  record: z.string({ error: '请选择一份备案记录' }).regex(/^BR\w{1,38}$/),
});

/** The record goes to the rehearsal bureau as this version writes it; the answers come by polling. */
profileRoutes.post('/bureau-profiles/:name/:version/rehearsals', mayManage, async (req, res) => {
  const version = await versionIn(req);
  const { record } = read(Rehearsal, req.body);
  const faults = faultsIn(version.document_json).length;
  try {
    if (faults > 0) throw new UserError('unprocessable', '内容还有错误，改好后才能演练');
    const asked = { record_no: record, actor: userOf(req).actor };
    await inTransaction((trx, after) => sendTrial(trx, after, version, asked));
    res.flash('success', '已发到演练管局，几秒后在本页看答复');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    res.flash('error', error.message);
  }
  res.redirect(303, `${versionPath(version)}?record=${record}#rehearsals`);
});

/** `?record=BR…`: the record to try the version with. */
const Tried = z.object({
  record: z
    .string()
    .regex(/^BR\w{1,38}$/)
    .catch(''),
});

async function showVersion(
  req: Request,
  res: Response,
  row: ProfileRow,
  document_json: string,
  fields: Record<string, string> = {},
): Promise<void> {
  const { record } = read(Tried, req.query);
  const asked = { actor: userOf(req).actor, record_no: record };
  const page = await profilePage(row, document_json, asked);
  res.page('bureau/profile', { title: `${row.name} 第 ${row.version} 版`, ...page, fields });
}
