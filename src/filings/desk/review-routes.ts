import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { UserError } from '../../platform/errors.ts';
import { read, readOr, wantsJson } from '../../platform/web.ts';
import { revealField } from '../pages/reveal.ts';
import { type ReviewPage, reviewPage, reviewQueue } from '../pages/review-page.ts';
import { labelOf } from '../rules/index.ts';
import { claimReview, releaseReview } from '../steps/claim-review.ts';
import { resendFiling } from '../steps/report-filing.ts';
import { Decision, reviewFiling } from '../steps/review-filing.ts';
import { marksFrom, type PostedReview, postedReview } from './decision-form.ts';
import { reviewView } from './review-view.ts';

/** One filing before a reviewer: taking it, deciding, and looking at what is masked. */
export const reviewRoutes = Router();
const reviews = requires('filing.review');
const at = '/review/:filing_no';

/** The longest waiting filing that nobody holds, other than the one one comes from. */
reviewRoutes.get('/review/next', reviews, async (req, res) => {
  res.redirect(303, await nextPlace(req, String(req.query['not'] ?? '')));
});

/** Opened in full only for who holds it; that look is recorded. */
reviewRoutes.get(at, requires('filing.read_all'), async (req, res) => {
  await showReview(req, res);
});

reviewRoutes.post(`${at}/claim`, reviews, async (req, res) => {
  const claimed = await claimReview(userOf(req), noOf(req));
  if (!claimed.claimed) res.flash('info', `${claimed.by}正在审核这份备案`);
  res.redirect(303, `/review/${noOf(req)}`);
});

reviewRoutes.post(`${at}/claim/removal`, reviews, async (req, res) => {
  await releaseReview(userOf(req), noOf(req));
  res.redirect(303, '/review');
});

/** What cannot be taken is shown again with all that was ticked and written. */
reviewRoutes.post(`${at}/decision`, reviews, async (req, res) => {
  const posted = postedReview(req.body ?? {});
  const fields = await faultsOf(req, posted);
  const decision = readOr(Decision, { ...req.body, note: posted.note, marks: marksFrom(posted) });
  if (!decision.ok || Object.keys(fields).length > 0) {
    await claimReview(userOf(req), noOf(req)).catch(unlessTold);
    const { decision: _word, ...found } = decision.ok ? {} : decision.fields;
    return showReview(req, res.status(422), { posted, fields: { ...found, ...fields } });
  }
  try {
    await reviewFiling(userOf(req), noOf(req), decision.data);
  } catch (error) {
    const refusal = unlessTold(error);
    return showReview(req, res.status(refusal.status), { posted, refusal: refusal.message });
  }
  const { decision: made, marks } = decision.data;
  const done = made === 'pass' ? '已通过，将自动上报管局' : `已退回，标出 ${marks.length} 处`;
  res.flash('success', done);
  res.redirect(303, await nextPlace(req, noOf(req)));
});

/** After a refusal that is ours to mend: the same content again, under a new number. */
reviewRoutes.post(`${at}/resending`, reviews, async (req, res) => {
  await resendFiling(userOf(req), noOf(req));
  res.flash('success', '已重新排队上报');
  res.redirect(303, `/review/${noOf(req)}`);
});

const Reason = z.object({
  path: z.string().max(120),
  reason: z
    .string({ error: '请写明查看原因' })
    .trim()
    .min(2, '请写明查看原因')
    .max(200, '请控制在 200 字以内'),
});

/** For who works without scripts: asks why, and shows the value once. */
reviewRoutes.get(`${at}/reveals/:path`, requires('personal.reveal'), async (req, res) => {
  const path = String(req.params['path']);
  const page = await reviewPage(userOf(req), noOf(req));
  if (labelOf(path) === '') throw new UserError('not_found', '没有这一项');
  showReveal(res, { filing_no: page.filing_no, path, value: null, fields: {} });
});

reviewRoutes.post(`${at}/reveals/:path`, requires('personal.reveal'), async (req, res) => {
  const filing_no = noOf(req);
  const asked = { path: String(req.params['path']), reason: req.body?.reason };
  if (wantsJson(req)) {
    const { value } = await revealField(userOf(req), filing_no, read(Reason, asked));
    return void res.json({ value });
  }
  const form = readOr(Reason, asked);
  if (!form.ok)
    return showReveal(res.status(422), { filing_no, ...asked, value: null, fields: form.fields });
  const { path, value } = await revealField(userOf(req), filing_no, form.data);
  showReveal(res, { filing_no, path, value, fields: {} });
});

interface Told {
  posted?: PostedReview;
  fields?: Record<string, string>;
  /** Why it was not done: somebody else decided, or it is one's own. */
  refusal?: string;
}

async function showReview(req: Request, res: Response, told: Told = {}): Promise<void> {
  const reviewer = userOf(req);
  const masked = await reviewPage(reviewer, noOf(req));
  const mine = (masked.holder?.is_mine ?? false) && reviewer.may('filing.review');
  const page = mine ? await reviewPage(reviewer, noOf(req), { reveal: '备案审核' }) : masked;
  const { posted = null, fields = {}, refusal = null } = told;
  const written = posted && !mine ? marksFrom(posted) : [];
  res.page('review/filing', {
    ...(await reviewView(page, posted)),
    ...{ page, fields, refusal, can: canOf(req, page, mine) },
    unsaved: written.map(({ path, message }) => ({ label: labelOf(path) || '整份备案', message })),
  });
}

function canOf(req: Request, { standing, holder }: ReviewPage, mine: boolean) {
  const user = userOf(req);
  const reviewer = user.may('filing.review');
  const claim = reviewer && standing.status === 'provider_review' && !holder;
  return {
    claim,
    decide: mine,
    resend: reviewer && standing.status === 'bureau_rejected',
    retry: user.may('bureau.manage') && standing.status === 'ready_to_report',
    // Who may take it takes it, and then sees all.
    reveal: user.may('personal.reveal') && !mine && !claim,
    next: reviewer,
  };
}

/** What the form itself asks for beyond the decision: words where they were promised, a look where a check failed. */
async function faultsOf(req: Request, { ok, reasons, words }: PostedReview) {
  const wordless = [...reasons].filter(([path, reason]) => reason === 'own' && !words.has(path));
  const fields = Object.fromEntries(wordless.map(([path]) => [`words:${path}`, '请写明要怎么改']));
  if (req.body?.decision === 'return') return fields;
  if (req.body?.decision !== 'pass') return { ...fields, marks: '请选择“通过”或“退回修改”' };
  if (reasons.size + words.size > 0)
    return { ...fields, marks: '已写了退回意见，不能通过。要通过请先清空意见，或改为“退回修改”' };
  const { findings } = await reviewPage(userOf(req), noOf(req));
  const isTicked = (path: string) =>
    [...ok].some((at) => at === path || at.startsWith(`${path}.`) || path.startsWith(`${at}.`));
  const failed = findings.filter(({ severity, path }) => severity === 'reject' && !isTicked(path));
  const [first] = failed;
  if (!first) return fields;
  const message = `有 ${failed.length} 项检查没有通过，例如“${first.message}”。确认无误的请勾选“一致”，再通过`;
  return { ...fields, marks: message };
}

async function nextPlace(req: Request, not: string): Promise<string> {
  const queue = await reviewQueue(userOf(req));
  const free = queue.filter(({ holder, is_mine }) => !holder || is_mine);
  const next = free.find(({ filing_no }) => filing_no !== not);
  return next ? `/review/${next.filing_no}` : '/review';
}

function showReveal(
  res: Response,
  shown: { filing_no: string; path: string; value: string | null; fields: Record<string, string> },
): void {
  res.page('review/reveal', { title: '查看完整内容', ...shown, label: labelOf(shown.path) });
}

/** A refusal is told on the page; a bug flies on. */
function unlessTold(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

function noOf(req: Request): string {
  return String(req.params['filing_no']);
}
