import type { Request, Response } from 'express';
import { userOf } from '../../accounts/index.ts';
import { nameOf } from '../customer/names.ts';
import { rulesOfProvince } from '../pages/checks.ts';
import { type ReviewPage, reviewPage } from '../pages/review-page.ts';
import { ruleBook } from '../reason-rules/in-force.ts';
import { refusalShown } from '../reason-rules/refusal-shown.ts';
import { lineOf } from '../steps/claim-review.ts';
import { mayAdvance } from '../steps/status.ts';
import { marksFrom, type PostedReview } from './decision-form.ts';
import { type Desk, noOf, OUR_DESK, reviewerAt } from './desk.ts';
import { reviewView } from './review-view.ts';

interface Told {
  posted?: PostedReview;
  fields?: Record<string, string>;
  /** Why it was not done: somebody else decided, or it is one's own. */
  refusal?: string;
}

/** The page of one filing before a reviewer, with what was told to him about his last try. */
export async function showReview(
  desk: Desk,
  req: Request,
  res: Response,
  told: Told = {},
): Promise<void> {
  const reviewer = reviewerAt(desk, req);
  const masked = await reviewPage(reviewer, noOf(req));
  const mine = (masked.holder?.is_mine ?? false) && userOf(req).may(desk.decides);
  const page = mine ? await reviewPage(reviewer, noOf(req), { reveal: '备案审核' }) : masked;
  const { posted = null, fields = {}, refusal = null } = told;
  res.page('review/filing', {
    ...(await reviewView(page, posted)),
    ...{ page, fields, refusal, desk, can: canOf(desk, req, page, mine) },
    refused: desk === OUR_DESK ? await refusalShown(page, userOf(req).may('filing.rules')) : null,
    // Ticks of this person, at this version, are kept by his browser under this name.
    keep: `review:${page.filing_no}:${page.version}:${reviewer.id}`,
    unsaved: posted && !mine ? await writtenIn(posted, page) : [],
  });
}

/** What was written for nothing, so that it can be copied: who may no longer decide has no form for it. */
async function writtenIn(posted: PostedReview, { form }: ReviewPage) {
  const province = await rulesOfProvince(form.entity.province_code);
  const marks = marksFrom(posted, await ruleBook()).map(({ path, message }) => ({
    label: nameOf(path, form, province),
    message,
  }));
  return [...marks, ...(posted.note ? [{ label: '内部备注', message: posted.note }] : [])];
}

function canOf(desk: Desk, req: Request, { standing, holder }: ReviewPage, mine: boolean) {
  const user = userOf(req);
  const reviewer = user.may(desk.decides);
  const ours = desk.place === '/review';
  const claim = reviewer && standing.status === lineOf(reviewerAt(desk, req)) && !holder;
  return {
    claim,
    decide: mine,
    close: ours && reviewer && mayAdvance(standing.status, 'withdrawn'),
    resend: ours && reviewer && standing.status === 'bureau_rejected',
    retry: ours && user.may('bureau.manage') && standing.status === 'ready_to_report',
    // Who may take it takes it, and then sees all.
    reveal: ours && user.may('personal.reveal') && !mine && !claim,
    next: reviewer,
  };
}
