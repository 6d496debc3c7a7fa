import type { Value } from '../drafts/fields.ts';
import type { Mark } from '../marks.ts';
import type { Finding } from '../rules/index.ts';
import type { Control } from './controls.ts';

/** What OCR read for a field. */
export interface FieldReading {
  path: string;
  value: string;
  confidence: number;
  /** The picture it was read in. */
  document_no: string;
  /** The cut-out it was read from. */
  crop_url: string | null;
  /** `filled`: it stands in the field, unseen; `accepted`: the person said it is right; `beside`: something else was typed. */
  state: 'filled' | 'accepted' | 'beside';
}

export interface Said {
  /** The values as they were submitted last, for the fields that came back; null before the first time. */
  submitted: Map<string, Value> | null;
  findings: readonly Finding[];
  marks: readonly Mark[];
  readings: readonly FieldReading[];
  check_url: string;
  /** Say also what is missing in fields that are still empty: after somebody tried to submit. */
  strict: boolean;
}

/** From here on a value that was read is shown as sure; below it the person is asked to look (docs/ocr.md). */
export const SURE = 0.8;

/** The code of what is wrong with a picture that was just handed in: said though its place is still empty. */
export const REFUSED = 'picture_refused';

/** Puts beside a control all that is to be said of it: the reviewer's mark before our own findings. */
export function dressed(control: Control, said: Said): Control {
  const { name } = control.arg;
  const held = control.arg['value'] ?? control.arg['documents'];
  const mark = said.marks.find(({ path }) => concerns(path, name));
  const findings = said.findings.filter(({ path }) => concerns(path, name));
  const told = findings.filter(({ code }) => said.strict || !isBlank(held) || code === REFUSED);
  const error = mark?.message ?? told.find(({ severity }) => severity === 'reject')?.message;
  const fix = mark
    ? mark.suggestion
    : told.find(({ severity }) => severity === 'reject')?.suggestion;
  const warn = told.find(({ severity }) => severity === 'warn')?.message;
  const arg = { ...control.arg, error: error ?? null };
  const inner = control.more && { more: control.more.map((one) => dressed(one, said)) };
  if (control.partial === 'check') return { ...control, arg, ...inner };
  const before = mark ? said.submitted?.get(name) : undefined;
  const more = {
    // What the hint says already is not said again.
    fix: fix && !String(control.arg['hint'] ?? '').startsWith(fix) ? fix : null,
    warn: error ? null : (warn ?? control.arg['warn'] ?? null),
    ...(typeof before === 'string' && before !== '' && control.partial === 'field'
      ? { old: before }
      : {}),
  };
  if (control.partial === 'file') return { ...control, arg: { ...arg, ...more } };
  const read = control.partial === 'field' ? readShown(said.readings, control.arg) : {};
  return { ...control, arg: { ...arg, ...more, ...read, check: said.check_url }, ...inner };
}

function readShown(readings: readonly FieldReading[], { name, value }: Control['arg']) {
  const reading = readings.findLast(({ path }) => path === name);
  if (!reading) return {};
  const sure = reading.confidence >= SURE || reading.state !== 'filled';
  const text = wordsFor(reading, sure, value);
  return { read: { text, sure, value: reading.value, crop_url: reading.crop_url } };
}

/** How sure a value is that nobody has looked at; of one that somebody typed, only that he did. */
function wordsFor({ state, confidence, value }: FieldReading, sure: boolean, held: unknown) {
  if (state === 'accepted') return '已核对';
  if (state === 'beside') return held === value ? '与照片一致' : held === '' ? '未采用' : '已修改';
  const percent = Math.floor(confidence * 100);
  return sure ? `已识别 ${percent}%` : `请核对 ${percent}%`;
}

/** A finding at a list is said at its first row; one at a row, at the group that shows it. */
function concerns(path: string, name: string): boolean {
  return (
    path === name ||
    `${path}.0` === name ||
    `${path}.0.first` === name ||
    path.replace(/\.\d+$/, '') === name
  );
}

function isBlank(value: unknown): boolean {
  return (
    value === undefined ||
    value === '' ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}
