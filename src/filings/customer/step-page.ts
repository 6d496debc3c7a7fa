import { now, shownTime } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import { openForm } from '../drafts/draft.ts';
import { fieldsOf, isEmpty } from '../drafts/fields.ts';
import { type FilingForm, LIMITS } from '../forms.ts';
import type { Mark } from '../marks.ts';
import { check, codeTables, rulesOfProvince } from '../pages/checks.ts';
import { PRINTOUTS } from '../printouts/index.ts';
import { filingFor } from '../queries.ts';
import { type Finding, labelOf } from '../rules/index.ts';
import { providerSetting } from '../settings.ts';
import { EDITABLE } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';
import { allControls, type Section } from './controls.ts';
import { dressed, REFUSED } from './dress.ts';
import { entitySections } from './entity-fields.ts';
import { lastSubmitted, openMarks } from './open-marks.ts';
import { pictureSections } from './picture-fields.ts';
import { readingState } from './reading-state.ts';
import { fieldReadings } from './readings.ts';
import { type Spare, serviceSections } from './service-fields.ts';
import { stepNav } from './step-nav.ts';
import { fieldNamed, type Step, stateOf, stepOf, stepsOf } from './steps.ts';

export interface Asked {
  /** What was posted and could not be saved yet, laid over the draft: nothing typed is lost. */
  form?: FilingForm;
  /** Say also what is missing in empty fields: the person came here to mend it. */
  strict?: boolean;
  spare?: Spare;
  /** What is wrong with pictures that were just handed in, by the path of their place. */
  refused?: ReadonlyMap<string, string>;
}

const NO_SPARE: Spare = { domains: 0, ips: 0, approvals: 0 };

/** Everything the page of one step shows. Throws 'conflict' when the filing is closed for changes. */
export async function stepPage(
  customer_id: number,
  filing_no: string,
  key: string,
  asked: Asked = {},
) {
  const row = must(await filingFor(db, customer_id, filing_no), '备案');
  if (!EDITABLE.includes(row.status)) throw new UserError('conflict', '备案已提交，现在不能修改');
  const form = asked.form ?? openForm(row);
  const steps = stepsOf(form);
  const step = must(
    steps.find((each) => each.key === key),
    '页面',
  );
  const strict = asked.strict ?? false;
  const findings = [...(await check(form)), ...refusedPictures(asked.refused)];
  const submitted = await lastSubmitted(row);
  const marks = openMarks(row, form, submitted);
  const readings = await fieldReadings(row);
  const said = {
    findings,
    marks,
    submitted,
    strict,
    readings,
    check_url: `/filings/${filing_no}/checks`,
  };
  const sections = await sectionsOf(row, form, step, asked.spare ?? NO_SPARE);
  const shown = sections.map((section) => ({
    ...section,
    controls: section.controls.map((control) => dressed(control, said)),
  }));
  return {
    ...{
      filing_no,
      step_key: key,
      strict,
      sections: shown,
      version: row.version,
      title: '首次备案',
    },
    ...stepNav(filing_no, form, key, { findings, marks }),
    present: presentNames(sections, key),
    problems: problemsOn(step, form, findings, strict),
    /** Something filled in on this page is wrong: it is shown again before one goes on. */
    blocked: stateOf(step, form, findings) === 'error' || (asked.refused?.size ?? 0) > 0,
    next: nextOf(row, steps, step, marks, strict),
    previous: steps[steps.indexOf(step) - 1]?.key ?? null,
    saved_text: `已保存 ${shownTime(row.saved_at ?? now()).slice(11)}`,
    marked: marks.map((mark) => ({
      href: `/filings/${filing_no}/steps/${stepOf(form, mark.path)}#${mark.path}`,
      label: '',
      message: mark.message,
    })),
    reading: await readingState(row, key),
    printouts: key === 'materials' ? printoutsOf(filing_no) : [],
    services: form.services.length,
    more_services: form.services.length < LIMITS.services,
  };
}

export type StepPage = Awaited<ReturnType<typeof stepPage>>;

function refusedPictures(refused: Asked['refused']): Finding[] {
  return [...(refused ?? [])].map(([path, message]) => ({
    ...{ path, message, code: REFUSED, severity: 'reject' },
  }));
}

/** What is wrong on this page, to be listed at its top: in empty fields only for who asked to be told. */
function problemsOn(step: Step, form: FilingForm, findings: readonly Finding[], strict: boolean) {
  const fields = fieldsOf(form);
  const mine = findings
    .filter(({ path, severity }) => severity === 'reject' && step.owns(path))
    .filter(({ path, code }) => strict || code === REFUSED || !isEmpty(fieldNamed(fields, path)));
  // One line for each field: what is wrong with it first.
  return mine
    .filter(({ path }, at) => mine.findIndex((other) => other.path === path) === at)
    .map(({ path, message }) => ({ href: `#${path}`, label: labelOf(path), message }));
}

/** On to the next page; who came to mend something goes to what is left to mend, and then to the end. */
function nextOf(
  row: FilingRow,
  steps: readonly Step[],
  step: Step,
  marks: readonly Mark[],
  strict: boolean,
): string | null {
  if (strict) return 'summary';
  if (row.status === 'draft') return steps[steps.indexOf(step) + 1]?.key ?? null;
  const left = steps.find((each) => each !== step && marks.some(({ path }) => each.owns(path)));
  return left?.key ?? 'summary';
}

async function sectionsOf(
  row: FilingRow,
  form: FilingForm,
  step: Step,
  spare: Spare,
): Promise<Section[]> {
  const codes = await codeTables(db);
  if (step.key === 'entity') return entitySections({ form, codes });
  const site = /^service-(\d+)$/.exec(step.key);
  if (site) {
    const { ip_ranges } = await readSetting(providerSetting);
    return serviceSections({ form, codes, index: Number(site[1]), filling: { ip_ranges, spare } });
  }
  if (step.key === 'summary') return [];
  const province = await rulesOfProvince(form.entity.province_code);
  return pictureSections({ filing_no: row.filing_no, form, codes, province, step });
}

function printoutsOf(filing_no: string) {
  return Object.entries(PRINTOUTS).map(([name, { title }]) => ({
    href: `/filings/${filing_no}/printouts/${name}.pdf`,
    label: title,
  }));
}

/** Groups the page shows whole: what of them is not posted was unticked or taken away (filings/paths.ts). */
function presentNames(sections: readonly Section[], key: string): string[] {
  const controls = allControls(sections);
  const whole = controls.filter(({ partial }) => partial !== 'field').map(({ arg }) => arg.name);
  const site = /^service-(\d+)$/.exec(key)?.[1];
  return site === undefined
    ? whole
    : [...whole, `services.${site}.domains`, `services.${site}.access.ips`];
}
