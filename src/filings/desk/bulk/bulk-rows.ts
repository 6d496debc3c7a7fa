import { db } from '../../../platform/db.ts';
import { rulesOfProvince } from '../../pages/checks.ts';
import { reviewPage } from '../../pages/review-page.ts';
import type { Reviewer } from '../../steps/claim-review.ts';
import { checkLines } from '../check-lines.ts';
import { checklist } from '../checklist.ts';
import { groupsOf, paceShown, reviewTitle } from '../review-view.ts';
import { doubtsOf } from './doubts.ts';

/**
 * A filing in one dense row: every line it consists of, every picture, and what speaks against one tick. Only who holds
 * the claim sees it in full; that look is recorded.
 */
export async function bulkRow(reviewer: Reviewer, filing_no: string) {
  const masked = await reviewPage(reviewer, filing_no);
  const is_mine = masked.holder?.is_mine ?? false;
  const page = is_mine ? await reviewPage(reviewer, filing_no, { reveal: '批量审核' }) : masked;
  const lines = await checkLines(page);
  const doubts = await doubtsOf(db, page, lines);
  const province = await rulesOfProvince(page.form.entity.province_code);
  return {
    ...{ filing_no, version: page.version, title: reviewTitle(page) },
    pace: page.pace && paceShown(page.pace),
    groups: groupsOf(lines.filter(({ is_paper, value }) => !is_paper && value !== '')),
    pictures: lines.flatMap(({ label, pictures }) =>
      pictures.map(({ view_url, thumb_url }) => ({ label, view_url, thumb_url })),
    ),
    points: checklist(page.form, province),
    lines: lines.length,
    confirmed: lines.filter(({ tone }) => tone === 'ok').length,
    doubts: is_mine ? doubts : [holderWords(masked), ...doubts],
    may_pass: is_mine && doubts.length === 0,
  };
}

function holderWords({ holder, standing }: Awaited<ReturnType<typeof reviewPage>>): string {
  if (standing.status !== 'provider_review') return `现在是“${standing.label}”，不在待审核状态`;
  return holder ? `${holder.name}已认领` : '没有认领';
}
