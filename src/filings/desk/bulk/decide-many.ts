import { db } from '../../../platform/db.ts';
import { UserError } from '../../../platform/errors.ts';
import { openForm } from '../../drafts/draft.ts';
import type { FilingForm } from '../../forms.ts';
import { distinctMarks, type Mark } from '../../marks.ts';
import { reviewPage } from '../../pages/review-page.ts';
import { filingNumbered } from '../../queries.ts';
import { allServices, generalPathsOf } from '../../reasons/expand.ts';
import type { Reviewer } from '../../steps/claim-review.ts';
import { reviewFiling } from '../../steps/review-filing.ts';
import { checkLines } from '../check-lines.ts';
import { reviewTitle } from '../review-view.ts';
import { doubtsOf } from './doubts.ts';
import type { SeenFiling } from './picked.ts';

/** What became of one filing; `why` is null when it was done. */
export interface Outcome {
  filing_no: string;
  title: string;
  why: string | null;
}

/**
 * Passes each filing in a transaction of its own, at the version that was seen: the one tick stands for all its
 * lines, so nothing may speak against it by now. What is refused hinders no other.
 */
export function passMany(reviewer: Reviewer, picked: readonly SeenFiling[]): Promise<Outcome[]> {
  return each(reviewer, picked, async (page, version) => {
    if (!page.holder?.is_mine) throw new UserError('conflict', '认领已到期，请重新认领后再看一遍');
    const lines = await checkLines(page);
    const [doubt] = await doubtsOf(db, page, lines);
    if (doubt !== undefined) throw new UserError('unprocessable', `${doubt}。请逐项审核`);
    const ticked = lines.map(({ path }) => path);
    await reviewFiling(reviewer, page.filing_no, {
      ...{ version, decision: 'pass', marks: [], ticked, note: '批量通过：所列各项均已核对' },
    });
  });
}

/** The same thing to mend, said to each; a reason lies at its own fields of each form. */
export interface SameReason {
  code: string;
  message: string;
  suggestion: string;
  paths: readonly string[];
}

export function returnMany(
  reviewer: Reviewer,
  picked: readonly SeenFiling[],
  reason: SameReason,
): Promise<Outcome[]> {
  return each(reviewer, picked, async ({ filing_no }, version) => {
    const row = await filingNumbered(db, filing_no);
    const marks = row ? marksFor(openForm(row), reason) : [];
    const note = '批量退回';
    await reviewFiling(reviewer, filing_no, { version, decision: 'return', marks, note });
  });
}

function marksFor(form: FilingForm, { paths, ...reason }: SameReason): Mark[] {
  const places = paths.flatMap((path) => generalPathsOf(path, form, allServices(form)));
  const marks = (places.length > 0 ? places : ['']).map((path) => ({ ...reason, path }));
  return distinctMarks(marks, form);
}

type Page = Awaited<ReturnType<typeof reviewPage>>;

async function each(
  reviewer: Reviewer,
  picked: readonly SeenFiling[],
  decide: (page: Page, version: number) => Promise<void>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { filing_no, version } of picked) {
    let title = filing_no;
    try {
      const page = await reviewPage(reviewer, filing_no);
      title = reviewTitle(page);
      await decide(page, version);
      outcomes.push({ filing_no, title, why: null });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      outcomes.push({ filing_no, title, why: error.message });
    }
  }
  return outcomes;
}
