import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { db } from '../../../platform/db.ts';
import { UserError } from '../../../platform/errors.ts';
import { requires, userOf } from '../../../platform/permitted.ts';
import { read, readOr } from '../../../platform/web.ts';
import { differences } from '../../profile/differences.ts';
import { changedMeanwhile, dropDraft } from '../../profile/editing/drafts.ts';
import { documentOf } from '../../profile/profiles.ts';
import { allFaultsIn, tidyJson } from '../profile-pages.ts';
import { editorHead, openedIn, refusal, versionIn } from './open.ts';
import { savedVersion, tellSaved, VersionNamed } from './save-version.ts';

export const draftRoutes = Router();
const mayManage = requires('bureau.manage');
const DRAFT = '/bureau-profiles/:name/:version/draft';

draftRoutes.get(DRAFT, mayManage, (req, res) => render(req, res, {}));

const Seen = z.object({ seen: z.coerce.number().int().min(1, '还没有修改') });
/** The profile's name is in the address already: what the form says may be another. */
const Saved = Seen.extend({ profile_name: VersionNamed.name, note: VersionNamed.note });

/** Several changes become one version with one note; the draft is gone with it. */
draftRoutes.post(DRAFT, mayManage, async (req, res) => {
  const opened = await openedIn(req);
  const form = readOr(Saved, req.body);
  if (!form.ok) return render(req, res.status(422), form.fields);
  const { profile_name: name, note, seen } = form.data;
  const document_json = tidyJson(opened.working.document_json);
  try {
    const version = await savedVersion(
      { name, document_json, note },
      userOf(req).actor,
      async (trx) => {
        const isSame = opened.working.revision === seen;
        if (!isSame || !(await dropDraft(trx, opened.version, opened.user_id, seen)))
          throw changedMeanwhile();
      },
    );
    tellSaved(res, { name, version, document_json });
  } catch (error) {
    await render(req, res, { _: refusal(res, error) });
  }
});

draftRoutes.post(`${DRAFT}/removal`, mayManage, async (req, res) => {
  const version = await versionIn(req);
  const { seen } = read(Seen, req.body);
  const { id } = userOf(req);
  if (!(await dropDraft(db, version, id, seen)))
    throw new UserError('conflict', '修改已经变了或不在了，请刷新页面再看');
  res.flash('success', '已放弃修改');
  res.redirect(303, `/bureau-profiles/${encodeURIComponent(version.name)}/${version.version}`);
});

async function render(req: Request, res: Response, fields: Record<string, string>): Promise<void> {
  const opened = await openedIn(req);
  const { version, working, document, href } = opened;
  const changed = working.revision > 0 ? differences(documentOf(version), document) : [];
  const typed = z.object({ profile_name: z.string().optional(), note: z.string().optional() });
  const { profile_name = version.name, note = '' } = typed.catch({}).parse(req.body ?? {});
  res.page('bureau/profile-draft', {
    ...{ title: '未保存的修改', heading: '未保存的修改', ...editorHead(opened, 'draft') },
    differences: changed.slice(0, 300),
    faults: allFaultsIn(working.document_json)
      .slice(0, 50)
      .map(({ at, message }) => ({ at, message, href: `${href}${pageOf(at)}` })),
    values: { profile_name, note },
    fields,
  });
}

/** The page of the editor where a place of the document is changed. */
function pageOf(at: string): string {
  const [top = '', name = ''] = at.split('.');
  if (top === 'uploads' || top === 'parts') return `/${top}/${encodeURIComponent(name)}`;
  if (at.startsWith('document.tail')) return '/tail';
  return top === 'pace' || top === 'codes' ? `/${top}` : '/wire';
}
