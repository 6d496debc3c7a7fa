import { db } from '../../platform/db.ts';
import { nameOf } from '../customer/names.ts';
import { openForm } from '../drafts/draft.ts';
import { marksOf } from '../marks.ts';
import { rulesOfProvince } from '../pages/checks.ts';
import type { ReviewPage } from '../pages/review-page.ts';
import { filingNumbered } from '../queries.ts';
import { UNKNOWN_WORDS } from '../reasons/index.ts';
import { withoutOwnData } from './anonymous.ts';
import { ruleBook } from './in-force.ts';
import { unknownSaid } from './refusal-said.ts';

/**
 * Why the bureau refused a filing, as its review page shows it: what rules made of it, and what none of them knew,
 * which becomes a new rule in one click. null when it was not refused.
 */
export async function refusalShown(page: ReviewPage, mayEdit: boolean) {
  const row = await filingNumbered(db, page.filing_no);
  if (row?.status !== 'bureau_rejected') return null;
  const book = await ruleBook();
  const form = openForm(row);
  const hidden = (text: string) => (page.is_masked ? withoutOwnData(text, form) : text);
  const province = await rulesOfProvince(form.entity.province_code);
  const marks = marksOf(row).filter(({ code }) => code !== UNKNOWN_WORDS && book.byCode.has(code));
  return {
    known: marks.map(({ path, code, message, suggestion, official = '', who }) => ({
      label: path === '' ? '整份备案' : nameOf(path, form, province),
      ...{ message: hidden(message), suggestion, official: hidden(official) },
      ...{ ours: who === 'operator', href: `/reason-rules/${code}` },
    })),
    unknown: unknownSaid(row, book).map(({ bureau_code, text, original, rule }, at) => ({
      ...{ code: bureau_code, text: page.is_masked ? text : original, rule },
      href: mayEdit ? `/reason-rules/new?filing=${row.filing_no}&at=${at}` : null,
    })),
  };
}
