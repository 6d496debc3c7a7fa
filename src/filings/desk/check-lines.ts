import { db } from '../../platform/db.ts';
import { askedControls, type Control, heldIn, inWords } from '../customer/controls.ts';
import { SURE } from '../customer/dress.ts';
import { endingSections } from '../customer/ending-fields.ts';
import { entitySections } from '../customer/entity-fields.ts';
import { nameOf } from '../customer/names.ts';
import { cutsOf } from '../customer/readings.ts';
import { serviceSections } from '../customer/service-fields.ts';
import type { Value } from '../drafts/fields.ts';
import { ENDING } from '../kinds/names.ts';
import { codeTables, rulesOfProvince } from '../pages/checks.ts';
import { isPersonal } from '../pages/masked-form.ts';
import type { ReadBeside, ReviewPage } from '../pages/review-page.ts';
import type { CodeTables } from '../rules/index.ts';
import { type CheckLine, type Verdict, worst } from './check-line.ts';
import { differences, type Piece } from './differences.ts';
import { changeAt, filedBeside, goneLines } from './filed-beside.ts';
import { lookFor } from './looks.ts';
import { paperLines } from './paper-lines.ts';

/** One line to look at for each field that says something, and for each thing that was handed in or is missing. */
export async function checkLines(page: ReviewPage): Promise<CheckLine[]> {
  return [...(await fieldLines(page)), ...(await paperLines(page))];
}

async function fieldLines(page: ReviewPage): Promise<CheckLine[]> {
  const codes = await codeTables(db);
  const { form } = page;
  const cut = await cutsOf(page.read);
  const province = await rulesOfProvince(form.entity.province_code);
  const named = (slot: string) => nameOf(`materials.${slot}`, form, province);
  const beside = filedBeside(page, codes);
  const controls = askedControls(sectionsOf(page, codes))
    .map((control) => ({ control, change: changeAt(control, beside.keys()) }))
    .filter(({ control, change }) => {
      const isFound = findingsAt(page, control.arg.name).length > 0;
      return heldIn(control) !== '' || change !== undefined || isFound;
    });
  const shown = new Set(controls.flatMap(({ change }) => change ?? []));
  const lines = controls.map(async ({ control, change }) => ({
    ...lineOf(page, control, { cut, named }),
    filed: (change && beside.get(change)) || null,
    look: page.is_masked ? null : await lookFor(control.arg.name, form),
  }));
  return [...(await Promise.all(lines)), ...goneLines(beside, shown)];
}

function sectionsOf({ form }: ReviewPage, codes: CodeTables) {
  const sites = form.services.flatMap((_, index) => serviceSections({ form, codes, index }));
  const whole = [...entitySections({ form, codes }), ...sites];
  return ENDING.includes(form.request.kind)
    ? [...endingSections({ form, codes }), ...whole]
    : whole;
}

function lineOf(
  page: ReviewPage,
  control: Control,
  { cut, named }: { cut: (read: ReadBeside) => string | null; named: (slot: string) => string },
): Omit<CheckLine, 'look' | 'filed'> {
  const { name, label } = control.arg;
  const value = heldIn(control);
  const read = page.read.filter(({ path }) => path === name);
  const verdicts = verdictsAt(page, name);
  const differs = read.some(({ agrees }) => !agrees);
  const isCompared = read.some(({ confidence }) => confidence >= SURE);
  return {
    ...{ path: name, label, value, verdicts, pictures: [], is_paper: false },
    // A rule looks at the form only: what no picture was compared with is for the reviewer to say.
    tone:
      worst([...verdicts, ...(differs ? [{ tone: 'warn' as const }] : [])]) ??
      (isCompared ? 'ok' : null),
    readings: read.map((one) => ({
      picture: named(one.slot),
      percent: `${Math.floor(one.confidence * 100)}%`,
      pieces: one.agrees ? null : ownPieces(page.is_masked ? '' : value, one.value),
      crop_url: page.is_masked ? null : cut(one),
    })),
    changed: changedAt(page, control),
    asked: page.marks.find(({ path }) => path === name)?.message ?? null,
    is_hidden: page.is_masked && value !== '' && isPersonal(name, page.form),
  };
}

/** A picture's words whole, without those of the form: run together they would read as one. */
function ownPieces(value: string, read: string): Piece[] {
  return differences(value, read).filter(({ kind }) => kind !== 'gone');
}

/** A list is one field of the form and several lines here: each line shows its own row. */
function changedAt(page: ReviewPage, { arg: { name, options } }: Control): Piece[] | null {
  const diff = page.diff.find(({ path }) => path === name || name.startsWith(`${path}.`));
  if (!diff) return null;
  const words = (value: Value) => inWords(partOf(value, name.slice(diff.path.length)), options);
  const [before, after] = [words(diff.before), words(diff.after)];
  if (before !== after) return differences(before, after);
  // Masked, both look alike; and a row of a list may be as it was while another changed.
  const hidden = page.is_masked && isPersonal(name, page.form);
  return hidden ? [...differences(before, ''), ...differences('', after)] : null;
}

/** `.1` of a list is its second row; `.0.number` the number in its first; an address range stays whole. */
function partOf(value: Value, rest: string): Value {
  const [, row = '', field = ''] = /^\.(\d+)(?:\.(\w+))?$/.exec(rest) ?? [];
  if (row === '' || !Array.isArray(value)) return value;
  const item = value[Number(row)] ?? '';
  if (typeof item !== 'object' || Array.isArray(item) || field === 'first') return item;
  return item[field] ?? '';
}

function verdictsAt(page: ReviewPage, name: string): Verdict[] {
  return findingsAt(page, name).map(({ severity, message }) => ({
    tone: severity === 'reject' ? 'bad' : 'warn',
    text: message,
  }));
}

function findingsAt(page: ReviewPage, name: string) {
  return page.findings.filter(
    ({ path }) => path === name || `${path}.0` === name || path.startsWith(`${name}.`),
  );
}
