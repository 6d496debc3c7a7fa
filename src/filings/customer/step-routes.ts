import { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { manyPictures } from '../../documents/index.ts';
import { limited } from '../../platform/guards.ts';
import { openForm } from '../drafts/draft.ts';
import { withField } from '../drafts/fields.ts';
import { takeReadings } from '../drafts/readings.ts';
import { restoreField } from '../drafts/restore-field.ts';
import { type Saved, saveDraft } from '../drafts/save-draft.ts';
import { addService } from '../drafts/services.ts';
import { removePaper } from './add-paper.ts';
import { isClosed, showClosed } from './closed.ts';
import { type ShownConflict, shownConflicts } from './conflicts.ts';
import { addPapers, refusalOf } from './handed-in.ts';
import { acceptSeen, undoOnStep } from './judge-step.ts';
import { noOf, ownFiling, posted, stepOfUrl } from './posted.ts';
import { savedWords } from './saved-words.ts';
import type { Spare } from './service-fields.ts';
import { type Asked, stepPage } from './step-page.ts';
import { stepsOf } from './steps.ts';
import { showUnsaved } from './unsaved.ts';

/** The pages of the form, and what their buttons send: everything is saved first and judged afterwards. */
export const stepRoutes = Router();
const files = requires('filing.file');
const saves = limited({ name: 'draft', limit: 1200, windowMs: 10 * 60_000, failOpen: true });
const at = '/filings/:filing_no/steps/:step';

stepRoutes.get(at, files, async (req, res) => {
  const row = await ownFiling(req);
  if (isClosed(row)) return showClosed(req, res);
  // Which pages there are depends on what is requested: an old link leads to the first of them.
  const steps = stepsOf(openForm(row)).map(({ key }) => key);
  if (!steps.includes(stepOfUrl(req)) && stepOfUrl(req) === 'pictures')
    return res.redirect(303, pathOf(req, steps[0]));
  await takeReadings(row.id);
  await showStep(req, res, { spare: spareRows(String(req.query['add'] ?? '')) });
});

stepRoutes.post(at, files, saves, manyPictures, async (req, res) => {
  const row = await ownFiling(req);
  const { version, changes, taken } = posted(req);
  if (isClosed(row)) return showUnsaved(req, res, changes);
  const papers = await addPapers(req);
  if (typeof req.body.remove === 'string') return takeBack(req, res, req.body.remove);
  const saved = await saveDraft(noOf(req), userOf(req), { version, changes });
  if (!saved.saved) return showConflict(req, res, saved);
  const elsewhere = await actBeside(req, res);
  if (elsewhere) return res.redirect(303, elsewhere);
  const { refused } = papers;
  const asked = { strict: isStrict(req), refused };
  const page = await stepPage(userOf(req).id, noOf(req), stepOfUrl(req), asked);
  const back = req.body.go === 'previous' && page.previous;
  if (page.blocked && !back) return showStep(req, res.status(422), { refused });
  if (!back) await acceptSeen(req, changes);
  if (!back && papers.doubtful) return showDoubtful(req, res, papers.doubtful);
  const missing = back ? [] : page.missing;
  const words = savedWords({ added: papers.added, taken, missing, page: page.step_label });
  if (words !== '') res.flash('info', words);
  res.redirect(303, pathOf(req, back || page.next));
});

/** What came with the form and could not be taken leads back to the page, not to a dead end. */
const showRefusal: ErrorRequestHandler = async (error: unknown, req, res, next) => {
  const refusal = req.method === 'POST' ? refusalOf(error) : undefined;
  if (!refusal) return next(error);
  const { status, message, path } = refusal;
  if (isClosed(await ownFiling(req))) return showClosed(req, res);
  if (path) await showStep(req, res.status(status), { refused: new Map([[path, message]]) });
  else await showStep(req, res.status(status), {}, { notice: message });
};
stepRoutes.use(at, showRefusal);

/** Pictures that are in, but can hardly be read: the page is shown again, with words at their places. */
function showDoubtful(req: Request, res: Response, path: string): void {
  res.flash('info', '已上传。有图片建议重拍，见标出的地方；确认没问题，就再点“保存并继续”');
  res.redirect(303, `${pathOf(req)}#${path}`);
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
  const { add, undo, restore }: Record<string, unknown> = req.body;
  if (typeof restore === 'string') {
    await restoreField(userOf(req), noOf(req), restore);
    return `${pathOf(req)}#${restore}`;
  }
  if (undo === 'readings') {
    await undoOnStep(req);
    res.flash('success', '已撤销识别填入的内容，请手工填写');
    return pathOf(req);
  }
  if (add === 'service') {
    const { index } = await addService(userOf(req), noOf(req));
    return pathOf(req, `service-${index}`);
  }
  if (add === 'readings') return `${pathOf(req)}#readings`;
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
