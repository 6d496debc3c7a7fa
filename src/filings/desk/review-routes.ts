import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { UserError } from '../../platform/errors.ts';
import { readOr } from '../../platform/web.ts';
import { nameOf } from '../customer/names.ts';
import { rulesOfProvince } from '../pages/checks.ts';
import { type ReviewPage, reviewPage, reviewQueue } from '../pages/review-page.ts';
import { claimReview, releaseReview } from '../steps/claim-review.ts';
import { resendFiling } from '../steps/report-filing.ts';
import { Decision, reviewFiling } from '../steps/review-filing.ts';
import { faultsOf } from './decision-faults.ts';
import { marksFrom, type PostedReview, postedReview } from './decision-form.ts';
import { reviewView } from './review-view.ts';

/** One filing before a reviewer: taking it and deciding. */
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
  if (!claimed.claimed) res.flash('info', `${claimed.by}已认领这份备案`);
  res.redirect(303, `/review/${noOf(req)}`);
});

reviewRoutes.post(`${at}/claim/removal`, reviews, async (req, res) => {
  await releaseReview(userOf(req), noOf(req));
  res.redirect(303, '/review');
});

/** What cannot be taken is shown again with all that was ticked and written. */
reviewRoutes.post(`${at}/decision`, reviews, async (req, res) => {
  const posted = postedReview(req.body ?? {});
  const before = await reviewPage(userOf(req), noOf(req));
  const fields = await faultsOf(before, req.body?.decision, posted);
  const { note, ok } = posted;
  const made_of = { note, marks: marksFrom(posted), ticked: [...ok] };
  const decision = readOr(Decision, { ...req.body, ...made_of });
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
  res.page('review/filing', {
    ...(await reviewView(page, posted)),
    ...{ page, fields, refusal, can: canOf(req, page, mine) },
    // Ticks of this person, at this version, are kept by his browser under this name.
    keep: `review:${page.filing_no}:${page.version}:${reviewer.id}`,
    unsaved: posted && !mine ? await writtenIn(posted, page) : [],
  });
}

/** What was written for nothing, so that it can be copied: who may no longer decide has no form for it. */
async function writtenIn(posted: PostedReview, { form }: ReviewPage) {
  const province = await rulesOfProvince(form.entity.province_code);
  const marks = marksFrom(posted).map(({ path, message }) => ({
    label: nameOf(path, form, province),
    message,
  }));
  return [...marks, ...(posted.note ? [{ label: '内部备注', message: posted.note }] : [])];
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

async function nextPlace(req: Request, not: string): Promise<string> {
  const queue = await reviewQueue(userOf(req));
  const free = queue.filter(({ holder, is_mine }) => !holder || is_mine);
  const next = free.find(({ filing_no }) => filing_no !== not);
  return next ? `/review/${next.filing_no}` : '/review';
}

/** A refusal is told on the page; a bug flies on. */
function unlessTold(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}

function noOf(req: Request): string {
  return String(req.params['filing_no']);
}
