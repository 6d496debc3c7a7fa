import { now, shownTime } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { settleAdding } from '../begin/settle-request.ts';
import { openForm } from '../drafts/draft.ts';
import { type FilingForm, LIMITS } from '../forms.ts';
import { ADDING } from '../kinds/names.ts';
import type { Mark } from '../marks.ts';
import { promisedDays } from '../pace/pace.ts';
import { codeTables, rulesOfProvince } from '../pages/checks.ts';
import { filingFor } from '../queries.ts';
import type { Finding } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';
import { changesShown, type ShownChange, withWas } from './changes-shown.ts';
import { CLOSED, isClosed } from './closed.ts';
import { allControls, type Control, type Section } from './controls.ts';
import { dressed, REFUSED, type Said } from './dress.ts';
import { kindWords, wordsOf } from './kind-words.ts';
import { namesFor } from './names.ts';
import { readingState } from './reading-state.ts';
import type { Spare } from './service-fields.ts';
import { missingOn, nextOf, problemsOn } from './step-findings.ts';
import { stepNav } from './step-nav.ts';
import { printoutsOf, sectionsOf } from './step-sections.ts';
import { type Step, stateOf, stepOf, stepsOf } from './steps.ts';
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
  const { form, kind_words } = await formNow(asked.form ?? openForm(row));
  const [steps, strict] = [stepsOf(form), asked.strict ?? false];
  const step = named(steps, key);
  const told = await toldOf(row, form);
  const findings = [...told.findings, ...refusedPictures(asked.refused)];
  const sections = await sectionsOf(row, form, step, asked.spare ?? NO_SPARE);
  const said = { ...told, findings, strict, check_url: checksOf(row) };
  const changes = changesShown(form, await codeTables(db));
  const name = await namesOf(form);
  const item = ({ path, message }: Finding) => ({ href: `#${path}`, label: name(path), message });
  return {
    ...{ filing_no, step_key: key, step_label: step.label, strict, version: row.version },
    ...{ kind_words, ...wordsOf(form) },
    sections: dressedSections(sections, said, changes),
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

/** The form with its kind as of now, and what is said of it where it is not plainly a first filing. */
async function formNow(held: FilingForm): Promise<{ form: FilingForm; kind_words: string | null }> {
  if (!ADDING.includes(held.request.kind)) return { form: held, kind_words: null };
  const { form, decision, facts } = await settleAdding(held);
  return { form, kind_words: decision.kind === 'initial' ? null : kindWords(decision, facts) };
}

const named = (steps: readonly Step[], key: string) =>
  must(
    steps.find((each) => each.key === key),
    '页面',
  );

const countOf = ({ services, request: { kind } }: FilingForm) => ({
  services: services.length,
  more_services: services.length < LIMITS.services,
  may_add_sites: kind === 'initial' || kind === 'add_service',
});

const checksOf = ({ filing_no }: FilingRow) => `/filings/${filing_no}/checks`;

function dressedSections(
  sections: readonly Section[],
  said: Said,
  changes: readonly ShownChange[],
) {
  const dress = (control: Control) => withWas(dressed(control, said), changes);
  return sections.map((section) => ({
    ...section,
    facts: section.facts ?? null,
    link: section.link ?? null,
    controls: section.controls.map(dress),
    folded: foldOf((section.folded ?? []).map(dress), section.fold_label),
  }));
}

/** What is folded away is open from the start when there is something to say about it. */
function foldOf(controls: Control[], label?: string) {
  if (controls.length === 0) return null;
  const says = controls
    .flatMap((one) => [one, ...(one.more ?? [])])
    .some(({ arg, was }) => was || arg['error'] || arg['warn'] || arg['read']);
  const names = controls.map(({ arg }) => arg.label);
  return { label: label ?? `不常改的：${names.join('、')}`, open: says, controls };
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

/** Groups the page shows whole: what of them is not posted was unticked or taken away (filings/paths.ts). */
function presentNames(sections: readonly Section[], key: string): string[] {
  const controls = allControls(sections);
  const whole = controls.filter(({ partial }) => partial !== 'field').map(({ arg }) => arg.name);
  const site = /^service-(\d+)$/.exec(key)?.[1];
  return site === undefined
    ? whole
    : [...whole, `services.${site}.domains`, `services.${site}.access.ips`];
}
