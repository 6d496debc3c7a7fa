import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../../accounts/index.ts';
import { db } from '../../../platform/db.ts';
import { type FieldErrors, UserError } from '../../../platform/errors.ts';
import { read, readOr } from '../../../platform/web.ts';
import { givesNow, inOrder } from '../../canned/gives.ts';
import { reviewPage } from '../../pages/review-page.ts';
import { ruleBook } from '../../reason-rules/in-force.ts';
import type { ReasonRule } from '../../reasons/index.ts';
import { claimReview, releaseReview } from '../../steps/claim-review.ts';
import { reviewTitle } from '../review-view.ts';
import { bulkRow } from './bulk-rows.ts';
import { type Outcome, passMany, returnMany } from './decide-many.ts';
import { Picked, PickedSeen } from './picked.ts';

/** Several filings at once: taking them, giving them back, passing and returning them. */
export const bulkRoutes = Router();
const reviews = requires('filing.review');
const place = '/review/bulk';

/** Takes all that are free, then goes where they are decided on. */
bulkRoutes.post(`${place}/claims`, reviews, async (req, res) => {
  const picked = readOr(Picked, req.body);
  if (!picked.ok) return back(res, picked.fields);
  const { filing_nos } = picked.data;
  const others: string[] = [];
  for (const filing_no of filing_nos) {
    const claimed = await claimReview(userOf(req), filing_no).catch(whenGone);
    if (!claimed?.claimed) others.push(claimed ? `${filing_no} ${claimed.by}已认领` : filing_no);
  }
  const taken = filing_nos.length - others.length;
  const left = others.length > 0 ? `；没有认领到：${others.join('、')}` : '';
  res.flash(others.length > 0 ? 'info' : 'success', `已认领 ${taken} 件${left}`);
  const go = String(req.body?.go ?? '');
  if (go !== 'passes' && go !== 'returns') return res.redirect(303, '/review?show=mine');
  const query = new URLSearchParams(filing_nos.map((no): [string, string] => ['filing_nos', no]));
  res.redirect(303, `${place}/${go}?${query}`);
});

bulkRoutes.post(`${place}/claims/removal`, reviews, async (req, res) => {
  const picked = readOr(Picked, req.body);
  if (!picked.ok) return back(res, picked.fields);
  for (const filing_no of picked.data.filing_nos) await releaseReview(userOf(req), filing_no);
  res.flash('success', '已放回队列');
  res.redirect(303, '/review');
});

bulkRoutes.get(`${place}/passes`, reviews, async (req, res) => {
  const { filing_nos } = read(Picked, req.query);
  const rows = [];
  for (const filing_no of filing_nos) rows.push(await bulkRow(userOf(req), filing_no));
  res.page('review/bulk-pass', { title: '批量通过', rows });
});

bulkRoutes.post(`${place}/passes`, reviews, async (req, res) => {
  const { seen } = read(PickedSeen, req.body);
  if (seen.length === 0) throw new UserError('unprocessable', '没有勾选任何一份，什么也没有通过');
  showOutcomes(res, '批量通过', await passMany(userOf(req), seen));
});

const Reason = z.object({
  reason: z.string().max(60).default(''),
  words: z.string().trim().max(1000, '请控制在 1000 字以内').default(''),
});

bulkRoutes.get(`${place}/returns`, reviews, async (req, res) => {
  const { filing_nos } = read(Picked, req.query);
  await showReturn(req, res, filing_nos, {});
});

/** One reason for all, in its own words or in the reviewer's. */
bulkRoutes.post(`${place}/returns`, reviews, async (req, res) => {
  const { seen } = read(PickedSeen, req.body);
  const given = readOr(Reason, req.body);
  const rule = given.ok ? await ruleNamed(given.data.reason) : undefined;
  const words = given.ok ? given.data.words : '';
  const wordless = !rule && words === '' ? { words: '请选一个原因，或写明要怎么改' } : {};
  const fields: FieldErrors = { ...(given.ok ? {} : given.fields), ...wordless };
  if (seen.length === 0 || Object.keys(fields).length > 0) {
    const nos = seen.map(({ filing_no }) => filing_no);
    return showReturn(req, res.status(422), nos, fields);
  }
  const reason = {
    ...{ code: rule?.code ?? 'reviewer', message: words || (rule?.message ?? '') },
    ...{ suggestion: rule?.suggestion ?? '', paths: rule?.paths ?? [] },
  };
  showOutcomes(res, '批量退回', await returnMany(userOf(req), seen, reason));
});

async function ruleNamed(code: string): Promise<ReasonRule | undefined> {
  const { words } = await ruleBook(db);
  return words.find(({ rule }) => rule.code === code)?.rule;
}

async function showReturn(
  req: Request,
  res: Response,
  filing_nos: readonly string[],
  fields: FieldErrors,
): Promise<void> {
  const pages = await Promise.all(filing_nos.map((no) => reviewPage(userOf(req), no)));
  const { words } = await ruleBook(db);
  const gives = await givesNow(db);
  const groups = [...new Set(words.map(({ rule }) => rule.group))];
  const typed = (name: string) => String(req.body?.[name] ?? '');
  res.page('review/bulk-return', {
    title: '批量退回',
    fields: pages.length > 0 ? fields : { ...fields, seen: '没有勾选任何一份' },
    values: { reason: typed('reason'), words: typed('words') },
    filings: pages.map((page) => ({
      ...{ filing_no: page.filing_no, version: page.version, title: reviewTitle(page) },
      holder: page.holder && !page.holder.is_mine ? page.holder.name : null,
    })),
    reasons: groups.map((label) => ({
      label,
      options: inOrder(
        words.filter(({ rule }) => rule.group === label),
        ({ rule }) => rule.code,
        gives,
      ).map(({ rule }) => ({ value: rule.code, label: rule.label })),
    })),
  });
}

function showOutcomes(res: Response, title: string, outcomes: readonly Outcome[]): void {
  const done = outcomes.filter(({ why }) => why === null).length;
  res.page('review/bulk-outcomes', { title: `${title}的结果`, outcomes, done });
}

function back(res: Response, fields: FieldErrors): void {
  res.flash('error', Object.values(fields)[0] ?? '请先勾选备案');
  res.redirect(303, '/review');
}

/** Decided on meanwhile, or taken back: not to be claimed any more. */
function whenGone(error: unknown): undefined {
  if (!(error instanceof UserError)) throw error;
}
