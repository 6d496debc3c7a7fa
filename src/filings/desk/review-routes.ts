import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { UserError } from '../../platform/errors.ts';
import { readOr } from '../../platform/web.ts';
import { reviewPage, reviewQueue } from '../pages/review-page.ts';
import { ruleBook } from '../reason-rules/in-force.ts';
import { claimReview, releaseReview } from '../steps/claim-review.ts';
import { resendFiling } from '../steps/report-filing.ts';
import { Decision, reviewFiling } from '../steps/review-filing.ts';
import { faultsOf } from './decision-faults.ts';
import { marksFrom, postedReview } from './decision-form.ts';
import { type Desk, noOf, OUR_DESK, reviewerAt } from './desk.ts';
import { showReview } from './show-review.ts';

/** One filing before a reviewer: taking it and deciding. */
export const reviewRoutes = deskRoutesAt(OUR_DESK);

/** After a refusal that is ours to mend: the same content again, under a new number. */
reviewRoutes.post('/review/:filing_no/resending', requires('filing.review'), async (req, res) => {
  await resendFiling(userOf(req), noOf(req));
  res.flash('success', '已重新排队上报');
  res.redirect(303, `/review/${noOf(req)}`);
});

/** The same steps for us and for agents, each at their own desk. */
export function deskRoutesAt(desk: Desk): Router {
  const routes = Router();
  const decides = requires(desk.decides);
  const at = `${desk.place}/:filing_no`;

  /** The longest waiting filing that nobody holds, other than the one one comes from. */
  routes.get(`${desk.place}/next`, decides, async (req, res) => {
    res.redirect(303, await nextPlace(desk, req, String(req.query['not'] ?? '')));
  });

  /** Opened in full only for who holds it; that look is recorded. */
  routes.get(at, requires(desk.sees), async (req, res) => {
    await showReview(desk, req, res);
  });

  routes.post(`${at}/claim`, decides, async (req, res) => {
    const claimed = await claimReview(reviewerAt(desk, req), noOf(req));
    if (!claimed.claimed) res.flash('info', `${claimed.by}已认领这份备案`);
    res.redirect(303, `${desk.place}/${noOf(req)}`);
  });

  routes.post(`${at}/claim/removal`, decides, async (req, res) => {
    await releaseReview(reviewerAt(desk, req), noOf(req));
    res.redirect(303, desk.place);
  });

  routes.post(`${at}/decision`, decides, decisionAt(desk));
  return routes;
}

/** What cannot be taken is shown again with all that was ticked and written. */
function decisionAt(desk: Desk) {
  return async (req: Request, res: Response): Promise<void> => {
    const reviewer = reviewerAt(desk, req);
    const posted = postedReview(req.body ?? {});
    const before = await reviewPage(reviewer, noOf(req));
    const fields = await faultsOf(before, req.body?.decision, posted);
    const { note, ok } = posted;
    const made_of = { note, marks: marksFrom(posted, await ruleBook()), ticked: [...ok] };
    const decision = readOr(Decision, { ...req.body, ...made_of });
    if (!decision.ok || Object.keys(fields).length > 0) {
      await claimReview(reviewer, noOf(req)).catch(unlessTold);
      const { decision: _word, ...found } = decision.ok ? {} : decision.fields;
      return showReview(desk, req, res.status(422), { posted, fields: { ...found, ...fields } });
    }
    try {
      await reviewFiling(reviewer, noOf(req), decision.data);
    } catch (error) {
      const refusal = unlessTold(error);
      const told = { posted, refusal: refusal.message };
      return showReview(desk, req, res.status(refusal.status), told);
    }
    res.flash('success', doneWords(desk, decision.data));
    res.redirect(303, await nextPlace(desk, req, noOf(req)));
  };
}

function doneWords(desk: Desk, { decision, marks }: Decision): string {
  if (decision === 'return') return `已退回，标出 ${marks.length} 处`;
  return desk === OUR_DESK ? '已通过，将自动上报管局' : '已通过，交给服务商审核';
}

async function nextPlace(desk: Desk, req: Request, not: string): Promise<string> {
  const queue = await reviewQueue(reviewerAt(desk, req));
  const free = queue.filter(({ holder, is_mine }) => !holder || is_mine);
  const next = free.find(({ filing_no }) => filing_no !== not);
  return next ? `${desk.place}/${next.filing_no}` : desk.place;
}

/** A refusal is told on the page; a bug flies on. */
function unlessTold(error: unknown): UserError {
  if (error instanceof UserError) return error;
  throw error;
}
