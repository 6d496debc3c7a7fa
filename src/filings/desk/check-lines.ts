import { pictureLinks } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { askedControls, type Control, heldIn, inWords } from '../customer/controls.ts';
import { entitySections } from '../customer/entity-fields.ts';
import { cutsOf } from '../customer/readings.ts';
import { serviceSections } from '../customer/service-fields.ts';
import type { Value } from '../drafts/fields.ts';
import { materialsFor } from '../materials.ts';
import { codeTables, rulesOfProvince } from '../pages/checks.ts';
import { isPersonal } from '../pages/masked-form.ts';
import type { ReadBeside, ReviewPage } from '../pages/review-page.ts';
import { differences, type Piece } from './differences.ts';
import { lookFor } from './looks.ts';

/** `ok`: every check agrees; null: only a person can tell. */
export type LineTone = 'ok' | 'warn' | 'bad' | null;

export interface Verdict {
  tone: 'warn' | 'bad';
  text: string;
}

/** What OCR read for a field: `pieces` is null where it agrees. */
export interface ShownReading {
  percent: string;
  pieces: Piece[] | null;
  crop_url: string | null;
}

export interface CheckLine {
  path: string;
  label: string;
  value: string;
  tone: LineTone;
  verdicts: Verdict[];
  readings: ShownReading[];
  /** What changed since it was submitted last; null when nothing did. */
  changed: Piece[] | null;
  /** What was asked to be mended last time. */
  asked: string | null;
  /** Masked here: shown to who says why. */
  is_hidden: boolean;
  /** The picture it is compared with. */
  look: string | null;
  pictures: { view_url: string; thumb_url: string }[];
}

/** One line to look at for each field that says something, and for each thing that was handed in or is missing. */
export async function checkLines(page: ReviewPage): Promise<CheckLine[]> {
  return [...(await fieldLines(page)), ...(await materialLines(page))];
}

async function fieldLines(page: ReviewPage): Promise<CheckLine[]> {
  const codes = await codeTables(db);
  const { form } = page;
  const cut = await cutsOf(page.read);
  const sites = form.services.flatMap((_, index) => serviceSections({ form, codes, index }));
  const controls = askedControls([...entitySections({ form, codes }), ...sites]).filter(
    (control) => heldIn(control) !== '' || findingsAt(page, control.arg.name).length > 0,
  );
  return Promise.all(
    controls.map(async (control) => ({
      ...lineOf(page, control, cut),
      look: page.is_masked ? null : await lookFor(control.arg.name, form),
    })),
  );
}

function lineOf(
  page: ReviewPage,
  control: Control,
  cut: (read: ReadBeside) => string | null,
): Omit<CheckLine, 'look'> {
  const { name, label } = control.arg;
  const value = heldIn(control);
  const read = page.read.filter(({ path }) => path === name);
  const verdicts = verdictsAt(page, name);
  const differs = read.some(({ agrees }) => !agrees);
  return {
    ...{ path: name, label, value, verdicts, pictures: [] },
    tone: worst([...verdicts, ...(differs ? [{ tone: 'warn' as const }] : [])]) ?? 'ok',
    readings: read.map((one) => ({
      percent: `${Math.floor(one.confidence * 100)}%`,
      pieces: one.agrees ? null : differences(page.is_masked ? '' : value, one.value),
      crop_url: page.is_masked ? null : cut(one),
    })),
    changed: changedAt(page, control),
    asked: page.marks.find(({ path }) => path === name)?.message ?? null,
    is_hidden: page.is_masked && value !== '' && isPersonal(name, page.form),
  };
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

async function materialLines(page: ReviewPage): Promise<CheckLine[]> {
  const { form } = page;
  const materials = materialsFor(form, await rulesOfProvince(form.entity.province_code));
  const slots = materials
    .map(({ slot, label, required }) => ({
      ...{ path: `materials.${slot}`, label, required },
      documents: form.materials[slot] ?? [],
    }))
    .filter(({ required, documents }) => required || documents.length > 0);
  const approvals = form.services.flatMap(({ prior_approvals }, service) =>
    prior_approvals.map(({ number, documents }, row) => ({
      path: `services.${service}.prior_approvals.${row}.documents`,
      ...{ label: `前置审批文件 ${number}`, documents },
    })),
  );
  return Promise.all([...slots, ...approvals].map((place) => materialLine(page, place)));
}

async function materialLine(
  page: ReviewPage,
  { path, label, documents }: { path: string; label: string; documents: readonly string[] },
): Promise<CheckLine> {
  const missing: Verdict[] = documents.length === 0 ? [{ tone: 'bad', text: '没有上传' }] : [];
  const pictures = await Promise.all(documents.map((no) => pictureLinks(no)));
  const changed = page.diff.some((diff) => diff.path === path || path.startsWith(`${diff.path}.`));
  return {
    ...{ path, label, value: documents.length > 0 ? `${documents.length} 张` : '', readings: [] },
    verdicts: [...missing, ...(changed ? [{ tone: 'warn' as const, text: '这次换了新图' }] : [])],
    ...{ tone: worst(missing), changed: null, is_hidden: false },
    asked: page.marks.find((mark) => mark.path === path)?.message ?? null,
    look: page.is_masked ? null : (pictures[0]?.view_url ?? null),
    pictures: page.is_masked ? [] : pictures,
  };
}

function worst(verdicts: readonly { tone: Verdict['tone'] }[]): LineTone {
  const tones = ['bad', 'warn'] as const;
  return tones.find((tone) => verdicts.some((verdict) => verdict.tone === tone)) ?? null;
}
