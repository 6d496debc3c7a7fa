import { type Request, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { noStore } from '../../platform/guards.ts';
import { read, readOr } from '../../platform/web.ts';
import { claimReview, releaseReview } from '../claim-review.ts';
import { badgeOf } from '../customer/list-page.ts';
import { STATUS_WORDS } from '../present.ts';
import { PROVINCES } from '../provinces/index.ts';
import { resendFiling } from '../report-filing.ts';
import { revealField } from '../reveal.ts';
import { Decision, reviewFiling } from '../review-filing.ts';
import { filingList, reviewPage, reviewQueue } from '../review-page.ts';
import { isStatus, STATUSES } from '../status.ts';
import { marksFrom } from './decision-form.ts';
import { paceShown, reviewView } from './review-view.ts';

/** What the provider's people see and decide. */
export const deskRoutes = Router();
const reviews = requires('filing.review');

deskRoutes.use('/review', noStore);

deskRoutes.get('/review', reviews, async (req, res) => {
  const queue = await reviewQueue(userOf(req));
  res.page('review/queue', {
    title: '备案审核',
    filings: queue.map((filing) => ({
      ...filing,
      shown_pace: filing.pace && paceShown(filing.pace),
    })),
  });
});

/** Claims it when it is free: opening the form for review is what the claim is for, and is recorded. */
deskRoutes.get('/review/:filing_no', requires('filing.read_all'), async (req, res) => {
  const [reviewer, filing_no] = [userOf(req), noOf(req)];
  const first = await reviewPage(reviewer, filing_no);
  const mine = first.holder?.is_mine ?? false;
  const page = mine ? await reviewPage(reviewer, filing_no, { reveal: '备案审核' }) : first;
  const can = {
    claim:
      reviewer.may('filing.review') && page.standing.status === 'provider_review' && !page.holder,
    decide: mine && reviewer.may('filing.review'),
    resend: reviewer.may('filing.review') && page.standing.status === 'bureau_rejected',
    reveal: reviewer.may('personal.reveal'),
  };
  res.page('review/filing', { ...(await reviewView(page)), page, can, fields: {}, note: '' });
});

deskRoutes.post('/review/:filing_no/claim', reviews, async (req, res) => {
  const claimed = await claimReview(userOf(req), noOf(req));
  if (!claimed.claimed) res.flash('info', `${claimed.by}正在审核这份备案`);
  res.redirect(303, `/review/${noOf(req)}`);
});

deskRoutes.post('/review/:filing_no/claim/removal', reviews, async (req, res) => {
  await releaseReview(userOf(req), noOf(req));
  res.redirect(303, '/review');
});

deskRoutes.post('/review/:filing_no/decision', reviews, async (req, res) => {
  const decision = readOr(Decision, { ...req.body, marks: marksFrom(req.body ?? {}) });
  if (!decision.ok) {
    res.flash('error', Object.values(decision.fields)[0] ?? '请检查标出的内容');
    return res.redirect(303, `/review/${noOf(req)}`);
  }
  await reviewFiling(userOf(req), noOf(req), decision.data);
  const { decision: made, marks } = decision.data;
  res.flash(
    'success',
    made === 'pass' ? '已通过，将自动上报管局' : `已退回，标出 ${marks.length} 处`,
  );
  const next = (await reviewQueue(userOf(req))).find(({ holder }) => !holder);
  res.redirect(303, next ? `/review/${next.filing_no}` : '/review');
});

/** After a refusal that is ours to mend: the same content again, under a new number. */
deskRoutes.post('/review/:filing_no/resending', reviews, async (req, res) => {
  await resendFiling(userOf(req), noOf(req));
  res.flash('success', '已重新排队上报');
  res.redirect(303, `/review/${noOf(req)}`);
});

const Reason = z.object({
  path: z.string().max(120),
  reason: z.string().trim().min(2, '请写明查看原因').max(200),
});

deskRoutes.post(
  '/review/:filing_no/reveals/:path',
  requires('personal.reveal'),
  async (req, res) => {
    const { path, reason } = read(Reason, { path: req.params['path'], reason: req.body?.reason });
    const { value } = await revealField(userOf(req), noOf(req), { path, reason });
    res.json({ value });
  },
);

deskRoutes.get('/all-filings', requires('filing.read_all'), async (req, res) => {
  const asked = filterOf(req);
  const { items, next } = await filingList(asked);
  const query = (more: Record<string, string>) =>
    `/all-filings?${new URLSearchParams({ ...textsOf(req), ...more })}`;
  res.page('review/all', {
    title: '全部备案',
    filings: items.map((filing) => ({ ...filing, badge: badgeOf(filing) })),
    values: textsOf(req),
    statuses: STATUSES.filter((status) => status !== 'draft').map((value) => ({
      value,
      label: STATUS_WORDS[value].label,
    })),
    provinces: PROVINCES.map(({ code, name }) => ({ value: code, label: name })),
    pager: {
      previous_href: asked.before ? query({ before: '' }) : null,
      next_href: next ? query({ before: String(next) }) : null,
    },
  });
});

/** One box for everything: a filing's number opens it, anything else is looked for as a domain. */
deskRoutes.get('/search', requires('filing.read_all'), (req, res) => {
  const q = String(req.query['q'] ?? '')
    .trim()
    .slice(0, 200);
  if (/^BA[0-9A-Z]{16}$/i.test(q)) return res.redirect(303, `/review/${q.toUpperCase()}`);
  res.redirect(303, `/all-filings?${new URLSearchParams({ domain: q })}`);
});

function filterOf(req: Request) {
  const { status = '', domain = '', province_code = '', before = '' } = textsOf(req);
  return {
    ...(isStatus(status) ? { status } : {}),
    ...(domain ? { domain } : {}),
    ...(/^\d{6}$/.test(province_code) ? { province_code } : {}),
    ...(Number(before) > 0 ? { before: Number(before) } : {}),
  };
}

function textsOf(req: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(req.query).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  );
}

function noOf(req: Request): string {
  return String(req.params['filing_no']);
}
