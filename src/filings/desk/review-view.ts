import { pictureLinks } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { codeTables, rulesOfProvince } from '../checks.ts';
import { askedControls, type Control, heldIn, inWords } from '../customer/controls.ts';
import { entitySections } from '../customer/entity-fields.ts';
import { badgeOf } from '../customer/list-page.ts';
import { serviceSections } from '../customer/service-fields.ts';
import type { FilingForm } from '../forms.ts';
import { materialsFor } from '../materials.ts';
import { templatesFor } from '../reasons/index.ts';
import type { ReviewPage } from '../review-page.ts';

export interface Verdict {
  tone: 'ok' | 'warn' | 'bad';
  text: string;
}

export interface CheckLine {
  path: string;
  label: string;
  value: string;
  tone: 'ok' | 'warn' | 'bad' | null;
  verdicts: Verdict[];
  /** What stood there when it was submitted last; null when nothing changed. */
  before: string | null;
  /** What was asked to be mended last time. */
  asked: string | null;
  reasons: { value: string; label: string }[];
  pictures: { view_url: string; thumb_url: string }[];
}

/** The review page as its view shows it: pictures on the left, one line to check for each field on the right. */
export async function reviewView(page: ReviewPage) {
  const lines = [...(await fieldLines(page)), ...(await materialLines(page))];
  return {
    title: titleOf(page),
    badge: badgeOf(page.standing),
    pictures: await viewerPictures(page.form),
    groups: groupsOf(lines),
    pace: page.pace && paceShown(page.pace),
    changed: page.diff.length,
    timeline: page.timeline.map((moment) => ({
      state: 'done' as const,
      title: moment.title,
      who: moment.who,
      time: {
        iso: moment.at.toISOString(),
        text: moment.shown_at.slice(5, 16),
        title: `${moment.shown_at} 北京时间`,
      },
      ...(moment.words ? { text: moment.words } : {}),
    })),
  };
}

function titleOf({ form }: ReviewPage): string {
  return form.services[0]?.name
    ? `${form.entity.name} · ${form.services[0].name}`
    : form.entity.name;
}

export function paceShown({
  days_left,
  late,
  certain,
}: {
  days_left: number;
  late: boolean;
  certain: boolean;
}) {
  const doubt = certain ? '' : '（节假日未公布，按周一至周五估算）';
  if (late)
    return { text: `已超时 ${Math.max(1, -days_left)} 个工作日${doubt}`, tone: 'bad' as const };
  if (days_left === 0) return { text: `今天到期${doubt}`, tone: 'warn' as const };
  return { text: `剩 ${days_left} 个工作日${doubt}`, tone: 'idle' as const };
}

async function fieldLines(page: ReviewPage): Promise<CheckLine[]> {
  const codes = await codeTables(db);
  const { form } = page;
  const sites = form.services.flatMap((_, index) => serviceSections({ form, codes, index }));
  return askedControls([...entitySections({ form, codes }), ...sites])
    .filter((control) => heldIn(control) !== '' || findingsAt(page, control.arg.name).length > 0)
    .map((control) => lineOf(page, control));
}

function lineOf(page: ReviewPage, control: Control): CheckLine {
  const { name, label } = control.arg;
  const verdicts = verdictsAt(page, name);
  const diff = page.diff.find(({ path }) => path === name || name.startsWith(`${path}.`));
  return {
    path: name,
    label,
    value: heldIn(control),
    tone: worst(verdicts),
    verdicts,
    before: diff ? inWords(diff.before) : null,
    asked: page.marks.find(({ path }) => path === name)?.message ?? null,
    reasons: reasonsFor(name),
    pictures: [],
  };
}

/** Rules first, then what OCR saw: a field that both agree on needs no second look. */
function verdictsAt(page: ReviewPage, name: string): Verdict[] {
  const findings = findingsAt(page, name).map(
    ({ severity, message }): Verdict => ({
      tone: severity === 'reject' ? 'bad' : 'warn',
      text: message,
    }),
  );
  const read = page.read
    .filter(({ path }) => path === name)
    .map(({ agrees, value, confidence }): Verdict => {
      const percent = `${Math.floor(confidence * 100)}%`;
      return agrees
        ? { tone: 'ok', text: `与照片识别一致 ${percent}` }
        : { tone: 'warn', text: `照片识别为“${value}” ${percent}` };
    });
  return findings.length === 0
    ? [{ tone: 'ok', text: '格式检查通过' }, ...read]
    : [...findings, ...read];
}

function findingsAt(page: ReviewPage, name: string) {
  return page.findings.filter(
    ({ path }) => path === name || `${path}.0` === name || path.startsWith(`${name}.`),
  );
}

async function materialLines(page: ReviewPage): Promise<CheckLine[]> {
  const materials = materialsFor(page.form, await rulesOfProvince(page.form.entity.province_code));
  const handed = materials.filter(
    ({ slot, required }) => required || (page.form.materials[slot] ?? []).length > 0,
  );
  return Promise.all(
    handed.map(async ({ slot, label }): Promise<CheckLine> => {
      const path = `materials.${slot}`;
      const documents = page.form.materials[slot] ?? [];
      const missing: Verdict[] = documents.length === 0 ? [{ tone: 'bad', text: '没有上传' }] : [];
      return {
        ...{ path, label, value: documents.length ? `${documents.length} 张` : '', before: null },
        ...{ verdicts: missing, tone: worst(missing), reasons: reasonsFor(path) },
        asked: page.marks.find((mark) => mark.path === path)?.message ?? null,
        pictures: await Promise.all(documents.map((no) => pictureLinks(no))),
      };
    }),
  );
}

async function viewerPictures(form: FilingForm) {
  const materials = materialsFor(form, await rulesOfProvince(form.entity.province_code));
  const all = materials.flatMap(({ slot, label }) =>
    (form.materials[slot] ?? []).map((no) => ({ no, label })),
  );
  return Promise.all(
    all.map(async ({ no, label }) => {
      const { view_url, thumb_url } = await pictureLinks(no);
      return { src: view_url, thumb_src: thumb_url, label };
    }),
  );
}

function groupsOf(lines: CheckLine[]) {
  const group = (title: string, owns: (path: string) => boolean) => ({
    title,
    lines: lines.filter(({ path }) => owns(path)),
  });
  const sites = new Set(lines.flatMap(({ path }) => /^services\.(\d+)\./.exec(path)?.[1] ?? []));
  return [
    group('主办者', (path) => path.startsWith('entity.') && !path.startsWith('entity.leader.')),
    group('主体负责人', (path) => path.startsWith('entity.leader.')),
    ...[...sites].map((index) =>
      group(sites.size > 1 ? `网站 ${Number(index) + 1}` : '网站', (path) =>
        path.startsWith(`services.${index}.`),
      ),
    ),
    group('材料', (path) => path.startsWith('materials.')),
  ].filter(({ lines }) => lines.length > 0);
}

function reasonsFor(path: string) {
  return [
    { value: '', label: '不退回' },
    ...templatesFor(path).map(({ code, label }) => ({ value: code, label })),
    { value: 'own', label: '其他（在下面写明）' },
  ];
}

function worst(verdicts: readonly Verdict[]): CheckLine['tone'] {
  return (
    (['bad', 'warn', 'ok'] as const).find((tone) =>
      verdicts.some((verdict) => verdict.tone === tone),
    ) ?? null
  );
}
