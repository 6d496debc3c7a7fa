import { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { manyPictures, uploadedPictures } from '../../documents/index.ts';
import { UserError } from '../../platform/errors.ts';
import { limited } from '../../platform/guards.ts';
import { openForm } from '../drafts/draft.ts';
import { withField } from '../drafts/fields.ts';
import { takeReadings } from '../drafts/readings.ts';
import { type Saved, saveDraft } from '../drafts/save-draft.ts';
import { addService } from '../drafts/services.ts';
import { EDITABLE } from '../steps/status.ts';
import { addPaper, removePaper } from './add-paper.ts';
import { type ShownConflict, shownConflicts } from './conflicts.ts';
import { acceptSeen, undoOnStep } from './judge-step.ts';
import { noOf, ownFiling, posted, stepOfUrl } from './posted.ts';
import type { Spare } from './service-fields.ts';
import { type Asked, stepPage } from './step-page.ts';
import { showUnsaved } from './unsaved.ts';

/** The pages of the form, and what their buttons send: everything is saved first and judged afterwards. */
export const stepRoutes = Router();
const files = requires('filing.file');
const saves = limited({ name: 'draft', limit: 1200, windowMs: 10 * 60_000, failOpen: true });
const at = '/filings/:filing_no/steps/:step';

stepRoutes.get(at, files, async (req, res) => {
  await takeReadings((await ownFiling(req)).id);
  await showStep(req, res, { spare: spareRows(String(req.query['add'] ?? '')) });
});

stepRoutes.post(at, files, saves, manyPictures, async (req, res) => {
  const { status } = await ownFiling(req);
  const { version, changes } = posted(req);
  if (!EDITABLE.includes(status)) return showUnsaved(req, res, changes);
  const refused = await addPapers(req);
  if (typeof req.body.remove === 'string') return takeBack(req, res, req.body.remove);
  const saved = await saveDraft(noOf(req), userOf(req), { version, changes });
  if (!saved.saved) return showConflict(req, res, saved);
  const elsewhere = await actBeside(req, res);
  if (elsewhere) return res.redirect(303, elsewhere);
  const strict = isStrict(req);
  const page = await stepPage(userOf(req).id, noOf(req), stepOfUrl(req), { strict, refused });
  const back = req.body.go === 'previous' && page.previous;
  if (page.blocked && !back) return showStep(req, res.status(422), { refused });
  if (!back) await acceptSeen(req, changes);
  res.redirect(303, pathOf(req, back || page.next));
});

/** What came with the form and could not be taken leads back to the page, not to a dead end. */
const showRefusal: ErrorRequestHandler = async (error: unknown, req, res, next) => {
  const refusal = req.method === 'POST' && refusalOf(error);
  if (!refusal) return next(error);
  await showStep(req, res.status(refusal.status), {}, { notice: refusal.message });
};
stepRoutes.use(at, showRefusal);

function refusalOf(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error.code === 'too_large' ? error : undefined;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('LIMIT_')) return undefined;
  return new UserError('too_large', '这次没有上传：有图片超过 20 MB。请压缩后重新选择');
}

/** Pictures sent without scripts. What is wrong with one is said at its place; the others are in. */
async function addPapers(req: Request): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  for (const { name, bytes } of uploadedPictures(req)) {
    const place = /^file\.(.+)$/.exec(name)?.[1];
    if (!place) continue;
    try {
      await addPaper(userOf(req), noOf(req), place, bytes);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.set(place.startsWith('services.') ? place : `materials.${place}`, error.message);
    }
  }
  return refused;
}

async function takeBack(req: Request, res: Response, named: string): Promise<void> {
  const [path = '', document_no = ''] = named.split(':');
  await removePaper(userOf(req), noOf(req), path.replace(/^materials\./, ''), document_no);
  res.redirect(303, `${pathOf(req)}#${path}`);
}

/**
 * Two windows changed the same fields: both values are shown, and sending again takes those in the form.
 * All else that was sent is saved, so the page shows the draft with only these fields as they were sent.
 */
async function showConflict(
  req: Request,
  res: Response,
  { conflict }: Extract<Saved, { saved: false }>,
): Promise<void> {
  const held = openForm(await ownFiling(req));
  const conflicts = await shownConflicts(held, conflict);
  const form = conflict.reduce((form, { path, mine }) => withField(form, path, mine), held);
  await showStep(req, res.status(409), { form }, { conflicts });
}

async function showStep(
  req: Request,
  res: Response,
  asked: Asked,
  said: { conflicts?: ShownConflict[]; notice?: string } = {},
): Promise<void> {
  const strict = isStrict(req);
  const page = await stepPage(userOf(req).id, noOf(req), stepOfUrl(req), { strict, ...asked });
  const multipart = ['pictures', 'materials'].includes(page.step_key);
  res.page('filings/step', { ...page, conflicts: [], notice: null, ...said, multipart });
}

const ROWS = { domains: '#domains', ips: '#access', approvals: '#site' } as const;

/** What the pressed button asks for beside saving, when it leads not on: gives where one goes then. */
async function actBeside(req: Request, res: Response): Promise<string | undefined> {
  const { add, undo }: Record<string, unknown> = req.body;
  if (undo === 'readings') {
    await undoOnStep(req);
    res.flash('success', '已撤销识别填入的内容，请手工填写');
    return pathOf(req);
  }
  if (add === 'service') {
    const { index } = await addService(userOf(req), noOf(req));
    return pathOf(req, `service-${index}`);
  }
  if (add === 'regions') return `${pathOf(req)}#entity.city_code`;
  if (add === 'domains' || add === 'ips' || add === 'approvals')
    return `${pathOf(req)}?add=${add}${ROWS[add]}`;
  return undefined;
}

function spareRows(add: string): Spare {
  return {
    domains: add === 'domains' ? 1 : 0,
    ips: add === 'ips' ? 1 : 0,
    approvals: add === 'approvals' ? 1 : 0,
  };
}

/** Who came from the summary to mend something is told also what is missing. */
function isStrict(req: Request): boolean {
  return req.query['strict'] === '1';
}

function pathOf(req: Request, step: string | null = null): string {
  return `/filings/${noOf(req)}/steps/${step ?? stepOfUrl(req)}`;
}
