import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { filingNumbered } from '../queries.ts';
import { claimReview, type Reviewer } from './claim-review.ts';
import { reviewFiling } from './review-filing.ts';

/** Sends one filing of the demonstration back, so that there is one to mend. */
export async function returnFiling(reviewer: Reviewer, filing_no: string): Promise<void> {
  await claimReview(reviewer, filing_no);
  const { version } = must(await filingNumbered(db, filing_no), '备案');
  const marks = [
    {
      path: 'services.0.name',
      code: 'reviewer',
      message: '网站名称与内容不够贴近',
      suggestion: '请改为能看出网站内容的名称',
    },
  ];
  await reviewFiling(reviewer, filing_no, { version, decision: 'return', marks, note: '演示数据' });
}
