import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import {
  manyPictures,
  onePicture,
  uploadedPicture,
  uploadedPictures,
} from '../../documents/index.ts';
import { shownTime } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { limited } from '../../platform/guards.ts';
import { read } from '../../platform/web.ts';
import { checkContext } from '../checks.ts';
import { openForm } from '../drafts/draft.ts';
import { addPicture, detachPicture } from '../drafts/pictures.ts';
import { takeReadings } from '../drafts/readings.ts';
import { addService, removeService } from '../drafts/services.ts';
import { type FormBody, formFromBody } from '../paths.ts';
import { filingFor } from '../queries.ts';
import { checkField, labelOf } from '../rules/index.ts';
import { type Conflict, saveDraft } from '../save-draft.ts';
import { withLastAddresses } from './posted.ts';
import { pictureStates } from './readings.ts';
import { stepPage } from './step-page.ts';

/** The customer's form, page by page: everything here saves first and asks afterwards. */
export const draftRoutes = Router();
const files = requires('filing.file');
const saves = limited({ name: 'draft', limit: 1200, windowMs: 10 * 60_000, failOpen: true });
const uploads = limited({ name: 'upload', limit: 120, windowMs: 10 * 60_000, failOpen: true });

const Posted = z.looseObject({ version: z.coerce.number().int().min(0) });
const at = '/filings/:filing_no';

draftRoutes.get(`${at}/steps/:step`, files, async (req, res) => {
  const spare = {
    domains: req.query['add'] === 'domains' ? 1 : 0,
    ips: req.query['add'] === 'ips' ? 1 : 0,
  };
  await takeReadings(must(await own(req), '备案').id);
  const page = await stepPage(userOf(req).id, noOf(req), stepOfUrl(req), {
    spare,
    strict: req.query['strict'] === '1',
  });
  await showStep(req, res, page, []);
});

draftRoutes.post(`${at}/steps/:step`, files, saves, manyPictures, async (req, res) => {
  const { version, changes } = posted(req);
  for (const { name, bytes } of uploadedPictures(req)) {
    if (name.startsWith('file.'))
      await addPicture(userOf(req), noOf(req), name.slice('file.'.length), bytes);
  }
  if (typeof req.body.remove === 'string') return removePicture(req, res, req.body.remove);
  const saved = await saveDraft(noOf(req), userOf(req), { version, changes });
  const here = `/filings/${noOf(req)}/steps/${stepOfUrl(req)}`;
  if (!saved.saved) return showConflict(req, res, changes, saved.conflict);
  if (req.body.add === 'domains' || req.body.add === 'ips') {
    return res.redirect(
      303,
      `${here}?add=${req.body.add}#${req.body.add === 'ips' ? 'access' : 'domains'}`,
    );
  }
  const page = await stepPage(userOf(req).id, noOf(req), stepOfUrl(req));
  if (page.blocked) return showStep(req, res.status(422), page, []);
  res.redirect(303, page.next ? `/filings/${noOf(req)}/steps/${page.next}` : here);
});

/** As it is typed. 409 names the version that has to be seen first. */
draftRoutes.post(`${at}/draft`, files, saves, async (req, res) => {
  const { version, changes } = posted(req);
  const saved = await saveDraft(noOf(req), userOf(req), { version, changes });
  if (!saved.saved) {
    res
      .status(409)
      .json({ version: saved.version, conflict: saved.conflict.map(({ path }) => path) });
    return;
  }
  res.json({ version: saved.version, saved_at: shownTime(saved.saved_at).slice(11) });
});

/** As a field is left: the same rules as on submit, with what the page holds now. */
draftRoutes.post(`${at}/checks`, files, saves, async (req, res) => {
  const row = must(await own(req), '备案');
  const form = formFromBody(posted(req).changes, openForm(row));
  const field = String(req.body.field ?? '');
  const findings = checkField(form, field, await checkContext(form));
  const worst = findings.find(({ severity }) => severity === 'reject') ?? findings[0];
  if (!worst) return void res.json({ level: '', message: '' });
  const message =
    worst.severity === 'reject' && worst.suggestion
      ? `${worst.message}。${worst.suggestion}`
      : worst.message;
  res.json({ level: worst.severity === 'reject' ? 'error' : 'warn', message });
});

draftRoutes.post(`${at}/pictures`, files, uploads, onePicture, async (req, res) => {
  const slot = String(req.body?.purpose ?? '');
  const { document, version } = await addPicture(
    userOf(req),
    noOf(req),
    slot,
    uploadedPicture(req),
  );
  res.status(201).json({ no: document.no, quality: document.quality, version });
});

/** The part of the page that renews itself while pictures are read. */
draftRoutes.get(`${at}/readings`, files, async (req, res) => {
  const row = must(await own(req), '备案');
  await takeReadings(row.id);
  res.render('filings/readings', {
    filing_no: row.filing_no,
    pictures: await pictureStates(row),
    ...res.locals.frame,
  });
});

draftRoutes.post(`${at}/services`, files, async (req, res) => {
  const { index } = await addService(userOf(req), noOf(req));
  res.redirect(303, `/filings/${noOf(req)}/steps/service-${index}`);
});

draftRoutes.post(`${at}/services/:index/removal`, files, async (req, res) => {
  const { version } = read(Posted, req.body);
  await removeService(userOf(req), noOf(req), { index: Number(req.params['index']), version });
  res.flash('success', '已删除这个网站');
  res.redirect(303, `/filings/${noOf(req)}/steps/service-0`);
});

async function removePicture(req: Request, res: Response, named: string): Promise<void> {
  const [name = '', document_no = ''] = named.split(':');
  await detachPicture(userOf(req), noOf(req), name.replace(/^materials\./, ''), document_no);
  res.redirect(303, `/filings/${noOf(req)}/steps/${stepOfUrl(req)}#${name}`);
}

/** Two windows changed the same field: both values are shown, and sending again takes the one in the form. */
async function showConflict(
  req: Request,
  res: Response,
  changes: FormBody,
  conflict: Conflict[],
): Promise<void> {
  const row = must(await own(req), '备案');
  const page = await stepPage(userOf(req).id, noOf(req), stepOfUrl(req), {
    form: formFromBody(changes, openForm(row)),
  });
  await showStep(req, res.status(409), page, conflict);
}

async function showStep(
  req: Request,
  res: Response,
  page: Awaited<ReturnType<typeof stepPage>>,
  conflict: Conflict[],
) {
  const row = must(await own(req), '备案');
  const pictures = page.step_key === 'pictures' ? await pictureStates(row) : [];
  const conflicts = conflict.map(
    ({ path, theirs }) => `${labelOf(path)}：另一处已改为“${String(theirs)}”`,
  );
  res.page('filings/step', {
    ...page,
    conflicts,
    pictures,
    multipart: ['pictures', 'materials'].includes(page.step_key),
  });
}

function posted(req: Request): { version: number; changes: FormBody } {
  const { version, ...rest } = read(Posted, req.body);
  const { tab: _tab, field: _field, add: _add, remove: _remove, ...changes } = rest;
  return { version, changes: withLastAddresses(changes) };
}

function own(req: Request) {
  return filingFor(db, userOf(req).id, noOf(req));
}

function noOf(req: Request): string {
  return String(req.params['filing_no']);
}

function stepOfUrl(req: Request): string {
  const step = String(req.params['step']);
  if (!/^(pictures|entity|service-\d{1,2}|materials)$/.test(step))
    throw new UserError('not_found', '没有这个页面');
  return step;
}
