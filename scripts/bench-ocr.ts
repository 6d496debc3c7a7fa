import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type EngineName, openEngine, type Reading } from '../src/documents/ocr/index.ts';
import { editDistance } from '../src/documents/ocr/text/edit-distance.ts';
import { foldWidth } from '../src/documents/ocr/text/fold.ts';

// Measures the recogniser over a folder of pictures with a truth.json beside them:
// npm run bench:ocr -- [--dir DIR] [--engine ppocr|tesseract] [--limit N] [--json] [--errors]

interface Shot {
  file: string;
  kind: string;
  truth: Record<string, string>;
  shot?: { charPx?: number; blur?: number; rotation?: number; exifOrientation?: boolean | number };
}
interface Judged {
  field: string;
  file: string;
  hard: boolean;
  expected: string;
  value: string;
  confidence: number;
  right: boolean;
  distance: number;
}
interface Read {
  shot: Shot;
  reading: Reading;
  seconds: number;
}

const SURE = 0.8;
const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: '../shared/ocr/set' },
    engine: { type: 'string', default: 'ppocr' },
    limit: { type: 'string' },
    json: { type: 'boolean', default: false },
    errors: { type: 'boolean', default: false },
  },
});
const name: EngineName = values.engine === 'tesseract' ? 'tesseract' : 'ppocr';
const shots: Shot[] = JSON.parse(readFileSync(path.join(values.dir, 'truth.json'), 'utf8'));
const { reads, process: used } = await readAll(
  shots.slice(0, Number(values.limit ?? shots.length)),
);
const judged = reads.flatMap(judge);
const report = {
  engine: name,
  pictures: reads.length,
  ...figures(judged),
  kind_right: share(reads, ({ shot, reading }) => reading.kind === shot.kind),
  orientation_right: share(
    reads.filter(isTurnKnown),
    ({ shot, reading }) => reading.turned === turnOf(shot),
  ),
  quality_refused: reads.filter(({ reading }) => !reading.quality.ok).length,
  ...times(reads),
  ...used,
  easy: figures(judged.filter(({ hard }) => !hard)),
  hard: figures(judged.filter(({ hard }) => hard)),
  by_field: Object.fromEntries(fieldNames(judged).map((field) => [field, perField(field)])),
};
if (values.json) console.log(JSON.stringify(report, null, 2));
else printTable();
if (values.errors) printErrors();

async function readAll(wanted: Shot[]): Promise<{ reads: Read[]; process: object }> {
  const engine = openEngine(name);
  const reads: Read[] = [];
  try {
    for (const shot of wanted) {
      const bytes = readFileSync(path.join(values.dir, shot.file));
      const started = performance.now();
      const reading = await engine.readPicture(bytes);
      reads.push({ shot, reading, seconds: (performance.now() - started) / 1000 });
    }
    return { reads, process: childFigures(wanted.length) };
  } finally {
    await engine.close();
  }
}

/** Peak memory and CPU time of the reading process, from Linux's own books; nothing elsewhere. */
function childFigures(pictures: number): object {
  try {
    const children = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isReader(pid));
    const pid = children[0];
    if (!pid) return {};
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    const ticks = Number(stat[11]) + Number(stat[12]);
    return {
      peak_rss_mb: Math.round(Number(peak) / 1024),
      cpu_seconds_per_picture: round(ticks / 100 / pictures),
    };
  } catch {
    return {};
  }
}

function isReader(pid: string): boolean {
  try {
    const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return Number(parent) === process.pid && command.includes('ocr/worker');
  } catch {
    return false;
  }
}

/** Widths folded, spaces dropped; a scope is compared without punctuation. */
function comparable(field: string, value: string): string {
  const folded = foldWidth(value)
    .replace(/[，：；（）！？]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/\s/g, '');
  return field === 'scope' ? folded.replace(/[^\p{L}\p{N}]/gu, '') : folded;
}

function judge({ shot, reading }: Read): Judged[] {
  const { file, truth } = shot;
  const hard =
    (shot.shot?.charPx ?? 99) < 16 || (shot.shot?.blur ?? 0) / (shot.shot?.charPx ?? 99) > 0.06;
  const names = new Set([...Object.keys(truth), ...Object.keys(reading.fields)]);
  names.delete('kind');
  return [...names].map((field) => {
    const expected = truth[field] ?? '';
    const { value = '', confidence = 0 } = reading.fields[field] ?? {};
    const [a, b] = [comparable(field, expected), comparable(field, value)];
    const right = a === b;
    return { field, file, hard, expected, value, confidence, right, distance: editDistance(a, b) };
  });
}

function figures(all: Judged[]) {
  const asked = all.filter(({ expected }) => expected !== '');
  const sure = all.filter(({ confidence }) => confidence >= SURE);
  const codes = sure.filter(({ field }) => field === 'id_number' || field === 'credit_code');
  return {
    fields: asked.length,
    right: asked.filter(({ right }) => right).length,
    exact: share(asked, ({ right }) => right),
    character_error_rate: errorRate(asked),
    coverage: share(asked, ({ confidence }) => confidence >= SURE),
    sure_but_wrong: sure.filter(({ right }) => !right).length,
    sure_but_wrong_share: share(sure, ({ right }) => !right),
    codes_sure_but_wrong: codes.filter(({ right }) => !right).length,
  };
}

function perField(field: string) {
  return figures(judged.filter((one) => one.field === field));
}

function fieldNames(all: Judged[]): string[] {
  return [...new Set(all.map(({ field }) => field))];
}

function errorRate(all: Judged[]): number {
  const length = all.reduce((sum, one) => sum + comparable(one.field, one.expected).length, 0);
  return round(all.reduce((sum, { distance }) => sum + distance, 0) / Math.max(1, length), 4);
}

function isTurnKnown({ shot }: Read): boolean {
  return shot.shot?.rotation !== undefined;
}

function turnOf({ shot }: Shot): number {
  return shot?.exifOrientation === true ? 0 : (360 - (shot?.rotation ?? 0)) % 360;
}

function times(all: Read[]) {
  const warm = all
    .slice(1)
    .map(({ seconds }) => seconds)
    .sort((a, b) => a - b);
  const mean = warm.reduce((sum, seconds) => sum + seconds, 0) / Math.max(1, warm.length);
  return {
    first_picture_seconds: round(all[0]?.seconds ?? 0),
    mean_seconds: round(mean),
    p95_seconds: round(warm[Math.floor(warm.length * 0.95)] ?? 0),
  };
}

function share<T>(all: T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 0 : round(all.filter(holds).length / all.length, 4);
}

function round(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}

function printTable(): void {
  const { by_field, easy, hard, ...all } = report;
  const percent = (value: number) => `${(value * 100).toFixed(1)}%`.padStart(8);
  const row = (title: string, f: ReturnType<typeof figures>) =>
    console.log(
      title.padEnd(20) +
        `${f.right}/${f.fields}`.padStart(10) +
        percent(f.exact) +
        percent(f.character_error_rate) +
        percent(f.coverage) +
        `${f.sure_but_wrong}`.padStart(8),
    );
  console.log(`${'field'.padEnd(20)}${'right'.padStart(10)}   exact     CER    ≥0.8   wrong≥0.8`);
  for (const [field, f] of Object.entries(by_field)) row(field, f);
  row('all', figures(judged));
  row('clear pictures', easy);
  row('small or blurred', hard);
  for (const [key, value] of Object.entries(all)) console.log(`${key.padEnd(26)} ${value}`);
}

function printErrors(): void {
  const odd = judged.filter(({ right, confidence }) => !right || confidence < SURE);
  for (const { file, field, expected, value, confidence, right } of odd) {
    console.log(
      `${right ? ' ' : confidence >= SURE ? '!' : '?'} ${file} ${field} ${confidence} | ${expected} | ${value}`,
    );
  }
}
