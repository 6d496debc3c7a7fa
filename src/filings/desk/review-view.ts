import { pictureLinks } from '../../documents/index.ts';
import { shownTime } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { type Gives, givesNow, inOrder } from '../canned/gives.ts';
import { endingSections } from '../customer/ending-fields.ts';
import { badgeOf } from '../customer/list-page.ts';
import type { FilingForm } from '../forms.ts';
import { ENDING, KIND_WORDS } from '../kinds/names.ts';
import { materialsFor } from '../materials.ts';
import type { Pace } from '../pace/pace.ts';
import { codeTables, rulesOfProvince } from '../pages/checks.ts';
import { STATUS_WORDS } from '../pages/present.ts';
import type { ReviewPage } from '../pages/review-page.ts';

import { momentShown } from '../pages/timeline.ts';
import { ruleBook } from '../reason-rules/in-force.ts';
import { type RuleBook, templatesFor } from '../reasons/index.ts';
import { labelOf } from '../rules/index.ts';
import type { CheckLine } from './check-line.ts';
import { checkLines } from './check-lines.ts';
import { checklist } from './checklist.ts';
import type { PostedReview } from './decision-form.ts';
import { isSettled } from './settled.ts';
import { tickedBefore } from './ticked-before.ts';

export const NOTHING_POSTED: PostedReview = {
  ok: new Set(),
  seen: new Set(),
  reasons: new Map(),
  words: new Map(),
  note: '',
};

/** The review page as its view shows it, with what the reviewer has ticked and written so far. */
export async function reviewView(page: ReviewPage, posted: PostedReview | null) {
  const lines = await checkLines(page);
  const province = await rulesOfProvince(page.form.entity.province_code);
  const typed = posted ?? NOTHING_POSTED;
  const before = await tickedBefore(page, lines);
  const settled = new Set(lines.filter((line) => isSettled(page, line)).map(({ path }) => path));
  const beforehand = new Set([...before, ...settled]);
  const book = await ruleBook();
  const ready = { book, gives: await givesNow(db) };
  return {
    title: reviewTitle(page),
    badge: badgeOf(page.standing),
    pictures: await viewerPictures(page),
    ...parted(
      page,
      lines.map((line) => ({
        ...{ ...line, ...typedAt(line, typed, posted === null ? beforehand : null, ready) },
        ...{ is_known: before.has(line.path), is_settled: settled.has(line.path) },
      })),
    ),
    kind: page.kind,
    target: ENDING.includes(page.kind.kind) ? await targetShown(page) : null,
    known: before.size,
    whole: { path: '', ...typedAt({ path: '', tone: null }, typed, null, ready) },
    reasons: reasonWords(lines, book),
    province: { name: province.full_name, dated: province.dated },
    checklist: checklist(page.form, province).map((text, at) => ({
      text,
      checked: typed.seen.has(String(at)),
    })),
    note: typed.note,
    pace: page.pace && paceShown(page.pace),
    holder: page.holder && holderShown(page.holder),
    related: page.related.map(relatedShown),
    changed: page.diff.length,
    timeline: page.timeline.map(momentShown),
  };
}

function holderShown(holder: NonNullable<ReviewPage['holder']>) {
  const { until } = holder;
  return { ...holder, until: until.toISOString(), until_text: shownTime(until).slice(11, 16) };
}

function relatedShown(other: ReviewPage['related'][number]) {
  const { filing_no, kind, status, status_at } = other;
  const at = shownTime(status_at).slice(0, 10);
  return { filing_no, kind: KIND_WORDS[kind], at, badge: badgeOf(STATUS_WORDS[status]) };
}

/** What goes and what comes of it, where there is no picture to look at. */
async function targetShown({ form }: ReviewPage) {
  const [target] = endingSections({ form, codes: await codeTables(db) });
  return { title: target?.title ?? '', note: target?.note ?? '', facts: target?.facts ?? [] };
}

/** What is to be looked at, what changes first; and folded, what the bureau has already. */
function parted<L extends CheckLine & { is_settled: boolean; ticked: boolean }>(
  { form }: ReviewPage,
  lines: readonly L[],
) {
  const changed = lines.filter(({ filed }) => filed !== null).map((line) => named(form, line));
  const others = lines.filter(({ filed, is_settled }) => filed === null && !is_settled);
  const settled = lines.filter(({ is_settled }) => is_settled);
  const first = changed.length > 0 ? [{ title: '要变更的', lines: changed }] : [];
  return {
    groups: [...first, ...groupsOf(others)],
    settled: {
      title: `${form.request.kind === 'change' ? '没有变化的' : '管局已有的'} ${settled.length} 项`,
      groups: groupsOf(settled),
      open: settled.some(({ ticked }) => !ticked),
    },
  };
}

/** Apart from its own group a field is called by its whole name, and of several websites by its number. */
function named<L extends CheckLine>({ services }: FilingForm, line: L): L {
  const site = /^services\.(\d+)\./.exec(line.path)?.[1];
  const at = site !== undefined && services.length > 1 ? `网站 ${Number(site) + 1}：` : '';
  return { ...line, label: `${at}${labelOf(line.path) || line.label}` };
}

/** In the order of the queue and the lists. */
export function reviewTitle({ form }: ReviewPage): string {
  return [form.services[0]?.name, form.entity.name].filter(Boolean).join(' · ');
}

/** Working days left of the promised time, with a word of doubt when holidays are not announced yet. */
export function paceShown({ days_left, late, certain }: Pace) {
  const doubt = certain ? '' : '（节假日未公布，按周一至周五估算）';
  if (late)
    return { text: `已超时 ${Math.max(1, -days_left)} 个工作日${doubt}`, tone: 'bad' as const };
  if (days_left === 0) return { text: `今天到期${doubt}`, tone: 'warn' as const };
  return { text: `剩 ${days_left} 个工作日${doubt}`, tone: 'idle' as const };
}

/**
 * What is ticked and written at a line; before anything was sent (`before` is given), what the picture surely says
 * too is ticked, and what was ticked before and stayed as it was.
 */
function typedAt(
  { path, tone }: Pick<CheckLine, 'path' | 'tone'>,
  { ok, reasons, words }: PostedReview,
  before: ReadonlySet<string> | null,
  ready: ReadyReasons,
) {
  const [reason, said] = [reasons.get(path) ?? '', words.get(path) ?? ''];
  return {
    ...{
      reason,
      words: said,
      options: reasonsFor(path, ready),
      open: reason !== '' || said !== '',
    },
    ticked: before ? tone === 'ok' || before.has(path) : ok.has(path),
    tick: TICKS[tone ?? 'none'],
  };
}

/** What a tick says at a line: the picture says so too, the difference is no fault, or it was looked at. */
const TICKS = { ok: '一致', warn: '认可差异', bad: '认可差异', none: '已核对' } as const;

/** The rules in force, and how often each is given. */
interface ReadyReasons {
  book: RuleBook;
  gives: Gives;
}

function reasonsFor(path: string, { book, gives }: ReadyReasons) {
  const templates = inOrder(templatesFor(path, book), ({ code }) => code, gives);
  return [
    { value: '', label: '不退回' },
    ...templates.map(({ code, label }) => ({ value: code, label })),
    { value: 'own', label: '其他（在下面写明）' },
  ];
}

/** The words of every reason that may be chosen on this page, once each. */
function reasonWords(
  lines: readonly CheckLine[],
  book: RuleBook,
): { code: string; message: string }[] {
  const templates = ['', ...lines.map(({ path }) => path)].flatMap((path) =>
    templatesFor(path, book),
  );
  return [...new Map(templates.map(({ code, message }) => [code, { code, message }])).values()];
}

/** Every picture with its name; where it lies only for who may see it. */
async function viewerPictures({ form, is_masked }: ReviewPage) {
  const materials = materialsFor(form, await rulesOfProvince(form.entity.province_code));
  const handed = materials.flatMap(({ slot, label }) =>
    (form.materials[slot] ?? []).map((no) => ({ no, label, path: `materials.${slot}` })),
  );
  const approvals = form.services.flatMap(({ prior_approvals }, service) =>
    prior_approvals.flatMap(({ documents }, row) => {
      const path = `services.${service}.prior_approvals.${row}.documents`;
      return documents.map((no) => ({ no, label: '前置审批文件', path }));
    }),
  );
  return Promise.all(
    [...handed, ...approvals].map(async ({ no, label, path }) => {
      if (is_masked) return { src: '', label, path };
      return { src: (await pictureLinks(no)).view_url, label, path };
    }),
  );
}

/** Lines in the order of a paper form: the entity, its leader, each website, the material. */
export function groupsOf<L extends CheckLine>(
  lines: readonly L[],
): { title: string; lines: L[] }[] {
  const group = (title: string, owns: (path: string) => boolean) => ({
    title,
    lines: lines.filter(({ path }) => owns(path)),
  });
  const isPaper = (path: string) => path.startsWith('materials.') || path.endsWith('.documents');
  const sites = new Set(lines.flatMap(({ path }) => /^services\.(\d+)\./.exec(path)?.[1] ?? []));
  return [
    group('原因', (path) => path.startsWith('ending.')),
    group('主办者', (path) => path.startsWith('entity.') && !path.startsWith('entity.leader.')),
    group('主体负责人', (path) => path.startsWith('entity.leader.')),
    ...[...sites].map((index) =>
      group(
        sites.size > 1 ? `网站 ${Number(index) + 1}` : '网站',
        (path) => path.startsWith(`services.${index}.`) && !isPaper(path),
      ),
    ),
    group('材料', isPaper),
  ].filter(({ lines }) => lines.length > 0);
}
