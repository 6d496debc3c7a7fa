import { db } from '../../platform/db.ts';
import { settleAdding } from '../begin/settle-request.ts';
import { openForm } from '../drafts/draft.ts';
import type { FilingForm } from '../forms.ts';
import { ADDING } from '../kinds/names.ts';
import { codeTables, rulesOfProvince } from '../pages/checks.ts';
import { type Finding, tidyForm } from '../rules/index.ts';
import { needsCode } from '../service-codes/index.ts';
import type { FilingRow } from '../tables.ts';
import { partsOf, picturesShown } from './form-in-words.ts';
import { namesFor } from './names.ts';
import { RETAKE } from './picture-doubts.ts';
import { requestShown } from './request-shown.ts';
import { changedSince, isUnmended } from './resubmission.ts';
import { stepNav } from './step-nav.ts';
import { firstStepOf, stepOf } from './steps.ts';
import { toldOf } from './told.ts';

/** Everything that will be sent, in words, and what still stands against it. `extra`: findings of a try to submit. */
export async function summaryPage(row: FilingRow, extra: readonly Finding[] = []) {
  const { filing_no } = row;
  const tidy = tidyForm(openForm(row));
  const form = ADDING.includes(tidy.request.kind) ? (await settleAdding(tidy)).form : tidy;
  const { findings: own, marks, submitted } = await toldOf(row, form);
  const findings = [...own, ...extra.filter(({ code }) => code === 'under_way')];
  const province = await rulesOfProvince(form.entity.province_code);
  const codes = await codeTables(db);
  const name = namesFor(form, codes, province);
  const shown = (found: readonly Finding[]) => found.map(lineFor(filing_no, form, name));
  const rejects = findings.filter(({ severity }) => severity === 'reject');
  const doubts = findings.filter(({ severity }) => severity === 'warn');
  return {
    ...{ filing_no, version: row.version, nameOf: name },
    ...(await requestShown(form, codes, name)),
    ...stepNav(filing_no, form, 'summary', { findings, marks }),
    parts: partsOf(filing_no, form, codes),
    pictures: await picturesShown(form),
    problems: shown(rejects.filter(({ path }) => !path.startsWith('consents'))),
    retake: shown(doubts.filter(({ code }) => code === RETAKE)),
    warnings: shown(doubts.filter(({ code }) => code !== RETAKE)),
    consents: form.consents,
    needs_code: await needsCode(db, row),
    marked: marks.map(({ path, message }) => ({
      href: `/filings/${filing_no}/steps/${stepOf(form, path)}#${path}`,
      label: name(path),
      message,
    })),
    needs_word: await isUnmended(row),
    changed: submitted ? [...new Set(changedSince(submitted, form).map(name))] : null,
  };
}

/** Something to mend, with the place where it is mended; there the page says also what is missing. */
function lineFor(filing_no: string, form: FilingForm, name: (path: string) => string) {
  return ({ path, message, suggestion }: Finding) => ({
    href: path.startsWith('consents.')
      ? `#${path}`
      : path === ''
        ? `/filings/${filing_no}/steps/${firstStepOf(form)}`
        : `/filings/${filing_no}/steps/${stepOf(form, path)}?strict=1#${path}`,
    label: name(path),
    message: suggestion ? `${message}。${suggestion}` : message,
  });
}
