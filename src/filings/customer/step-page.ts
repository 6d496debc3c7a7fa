import { now, shownTime } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import { openForm } from '../drafts/draft.ts';
import { fieldsOf, isEmpty } from '../drafts/fields.ts';
import { type FilingForm, LIMITS } from '../forms.ts';
import type { Mark } from '../marks.ts';
import { promisedDays } from '../pace/pace.ts';
import { codeTables, rulesOfProvince } from '../pages/checks.ts';
import { PRINTOUTS } from '../printouts/index.ts';
import { filingFor } from '../queries.ts';
import type { Finding } from '../rules/index.ts';
import { providerSetting } from '../settings.ts';
import type { FilingRow } from '../tables.ts';
import { CLOSED, isClosed } from './closed.ts';
import { allControls, type Control, type Section } from './controls.ts';
import { dressed, REFUSED, type Said } from './dress.ts';
import { entitySections } from './entity-fields.ts';
import { namesFor } from './names.ts';
import { pictureSections } from './picture-fields.ts';
import { readingState } from './reading-state.ts';
import { type Spare, serviceSections } from './service-fields.ts';
import { stepNav } from './step-nav.ts';
import { fieldNamed, type Step, stateOf, stepOf, stepsOf } from './steps.ts';
import { toldOf } from './told.ts';

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
  if (isClosed(row)) throw new UserError('conflict', CLOSED);
  const form = asked.form ?? openForm(row);
  const [steps, strict] = [stepsOf(form), asked.strict ?? false];
  const step = named(steps, key);
  const told = await toldOf(row, form);
  const findings = [...told.findings, ...refusedPictures(asked.refused)];
  const sections = await sectionsOf(row, form, step, asked.spare ?? NO_SPARE);
  const name = await namesOf(form);
  const item = ({ path, message }: Finding) => ({ href: `#${path}`, label: name(path), message });
  return {
    ...{
      filing_no,
      step_key: key,
      step_label: step.label,
      strict,
      version: row.version,
      title: '首次备案',
    },
    sections: dressedSections(sections, { ...told, findings, strict, check_url: checksOf(row) }),
    ...stepNav(filing_no, form, key, { findings, marks: told.marks }),
    present: presentNames(sections, key),
    problems: problemsOn(step, form, findings, strict).map(item),
    missing: missingOn(step, form, findings, name),
    /** Something filled in on this page is wrong: it is shown again before one goes on. */
    blocked: stateOf(step, form, findings) === 'error' || (asked.refused?.size ?? 0) > 0,
    next: nextOf(row, steps, step, told.marks, strict),
    previous: steps[steps.indexOf(step) - 1]?.key ?? null,
    saved_text: `已保存 ${shownTime(row.saved_at ?? now()).slice(11)}`,
    marked: marksShown(filing_no, form, told.marks, name),
    reading: await readingState(row, key),
    printouts: key === 'materials' ? printoutsOf(filing_no, sections) : [],
    ...countOf(form),
    promise: await promisedDays(),
  };
}

const named = (steps: readonly Step[], key: string) =>
  must(
    steps.find((each) => each.key === key),
    '页面',
  );

const countOf = ({ services }: FilingForm) => ({
  services: services.length,
  more_services: services.length < LIMITS.services,
});

export type StepPage = Awaited<ReturnType<typeof stepPage>>;

const checksOf = ({ filing_no }: FilingRow) => `/filings/${filing_no}/checks`;

function dressedSections(sections: readonly Section[], said: Said) {
  return sections.map((section) => ({
    ...section,
    controls: section.controls.map((control) => dressed(control, said)),
    folded: foldOf((section.folded ?? []).map((control) => dressed(control, said))),
  }));
}

/** What is folded away is open from the start when there is something to say about it. */
function foldOf(controls: Control[]) {
  if (controls.length === 0) return null;
  const says = controls
    .flatMap((one) => [one, ...(one.more ?? [])])
    .some(({ arg }) => arg['error'] || arg['warn'] || arg['read']);
  const names = controls.map(({ arg }) => arg.label);
  return { label: names.join('、'), open: says, controls };
}

type Name = (path: string) => string;

async function namesOf(form: FilingForm): Promise<Name> {
  const province = await rulesOfProvince(form.entity.province_code);
  return namesFor(form, await codeTables(db), province);
}

function marksShown(filing_no: string, form: FilingForm, marks: readonly Mark[], name: Name) {
  return marks.map(({ path, message }) => ({
    href: `/filings/${filing_no}/steps/${stepOf(form, path)}#${path}`,
    label: name(path),
    message,
  }));
}

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
  return mine.filter(({ path }, at) => mine.findIndex((other) => other.path === path) === at);
}

/** What of this page is still empty and may not stay so, as it is called to people. */
function missingOn(
  step: Step,
  form: FilingForm,
  findings: readonly Finding[],
  name: Name,
): string[] {
  const fields = fieldsOf(form);
  const empty = findings.filter(
    ({ path, severity }) =>
      severity === 'reject' && step.owns(path) && isEmpty(fieldNamed(fields, path)),
  );
  const names = empty.map(({ path }) => name(path));
  return [...new Set(names)];
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

/** The forms to print that this page has a place for. */
function printoutsOf(filing_no: string, sections: readonly Section[]) {
  const places = allControls(sections).map(({ arg }) => arg.name);
  const wanted = Object.entries(PRINTOUTS).filter(([slot]) => places.includes(`materials.${slot}`));
  return wanted.map(([name, { title }]) => ({
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
