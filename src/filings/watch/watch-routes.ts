import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { namesOf, requires, userOf } from '../../accounts/index.ts';
import { defineStats } from '../../platform/dashboard.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { reasonGiven } from '../../platform/fields.ts';
import { noStore } from '../../platform/guards.ts';
import { linkTo } from '../../platform/links.ts';
import { maskName } from '../../platform/mask.ts';
import { timeShown } from '../../platform/present.ts';
import { sendCsv } from '../../platform/tables/send-csv.ts';
import { writeCsv } from '../../platform/tables/write-csv.ts';
import { read, readOr } from '../../platform/web.ts';
import { PROVINCES } from '../provinces/index.ts';
import { CHECKS, LEVELS } from './codes.ts';
import { dayOf } from './days.ts';
import { allStanding, countWatched, listWatched, standingOf, WatchAsked } from './list.ts';
import {
  askForLook,
  confirmHolder,
  ExpiryForm,
  enterExpiry,
  muteFinding,
  unmuteFinding,
} from './operate.ts';
import { policeOf } from './police.ts';
import {
  lastDays,
  lastSeen,
  levelBadge,
  shownDomain,
  shownFinding,
  shownWatched,
} from './present.ts';
import type { WatchedRow } from './tables.ts';

/** What operators see of the domains that are watched. */
export const watchRoutes = Router();
const sees = requires('filing.read_all');
const acts = requires('filing.review');
const place = '/watched-domains';
watchRoutes.use(place, noStore);

defineStats({
  needs: 'filing.read_all',
  read: async (db) => {
    const counts = await countWatched(db);
    const { 3: critical = 0, 2: warn = 0 } = counts;
    const tone = critical > 0 ? ('bad' as const) : warn > 0 ? ('warn' as const) : ('ok' as const);
    const note = critical > 0 ? `严重 ${critical} 个` : '没有严重问题';
    return [{ label: '监测异常', value: String(critical + warn), href: place, tone, note }];
  },
});

watchRoutes.get(place, sees, async (req, res) => {
  const asked = read(WatchAsked, req.query);
  const { rows, next } = await listWatched(db, asked);
  const findings = await standingOf(
    db,
    rows.map(({ id }) => id),
  );
  const { after, ...values } = asked;
  const counts = await countWatched(db);
  const levels = [...Object.entries(LEVELS).toReversed(), ['0', { word: '正常' }] as const];
  res.page('watch/list', {
    title: '网站监测',
    rows: rows.map((row) => shownWatched(row, findings)),
    values,
    views: levels.map(([level, { word }]) => ({
      href: linkTo(place, { ...values, level }),
      label: `${word} ${counts[level] ?? 0}`,
      active: asked.level === level,
    })),
    checks: Object.entries(CHECKS).map(([value, label]) => ({ value, label })),
    levels: levels.map(([value, { word }]) => ({ value, label: word })),
    provinces: PROVINCES.map(({ code, name }) => ({ value: code, label: name })),
    csv_href: linkTo(`${place}/findings.csv`, values),
    may_set: userOf(req).may('settings.manage'),
    pager: {
      previous_href: after ? linkTo(place, values) : null,
      next_href: next ? linkTo(place, { ...values, after: next }) : null,
    },
  });
});

/** What stands now, one line for each, with the filters of the list. */
watchRoutes.get(`${place}/findings.csv`, sees, async (req, res) => {
  const asked = read(WatchAsked, req.query);
  const head = ['域名', '备案号', '级别', '检查', '发现', '证据', '开始', '最近一次', '备案单'];
  async function* lines() {
    yield head;
    for await (const { row, finding } of allStanding(db, asked)) {
      const { badge, check, title, evidence, since, seen } = shownFinding(finding);
      const { domain, icp_number, filing_no } = row;
      const own = [shownDomain(domain), icp_number ?? '', badge.text, check, title, evidence];
      yield [...own, since.text, seen.text, filing_no ?? ''];
    }
  }
  await sendCsv(res, '网站监测.csv', writeCsv(lines()));
});

watchRoutes.get(`${place}/:watch_no`, sees, async (req, res) => {
  await showDomain(req, res, await watchedIn(req));
});

watchRoutes.post(`${place}/:watch_no/looks`, acts, async (req, res) => {
  const watched = await watchedIn(req);
  await askForLook(watched, userOf(req).actor);
  done(res, watched, '已排队，一分钟内检查，稍后刷新本页');
});

const Muting = z.object({
  days: z.coerce.number('请填写天数').int('请填写整数').min(1, '至少 1 天').max(365, '最多 365 天'),
  reason: reasonGiven('请写明原因'),
});

watchRoutes.post(`${place}/:watch_no/findings/:finding_id/muting`, acts, async (req, res) => {
  const watched = await watchedIn(req);
  // Fields carry the number of their finding: there are several such forms on the page.
  const id = findingIn(req);
  const posted = { days: req.body?.[`days_${id}`], reason: req.body?.[`reason_${id}`] };
  const form = readOr(Muting, posted);
  if (!form.ok) {
    const { days = '', reason = '' } = posted;
    const typed = {
      finding_id: id,
      days: String(days),
      reason: String(reason),
      fields: form.fields,
    };
    return showDomain(req, res.status(422), watched, typed);
  }
  await muteFinding(watched, id, form.data, userOf(req).actor);
  done(res, watched, `已忽略 ${form.data.days} 天`);
});

watchRoutes.post(
  `${place}/:watch_no/findings/:finding_id/muting/removal`,
  acts,
  async (req, res) => {
    const watched = await watchedIn(req);
    await unmuteFinding(watched, findingIn(req), userOf(req).actor);
    done(res, watched, '已取消忽略');
  },
);

watchRoutes.post(`${place}/:watch_no/holder`, acts, async (req, res) => {
  const watched = await watchedIn(req);
  await confirmHolder(watched, userOf(req).actor);
  done(res, watched, '已确认，以后以现在的主体为准');
});

watchRoutes.post(`${place}/:watch_no/expiry`, acts, async (req, res) => {
  const watched = await watchedIn(req);
  const { domain_until } = read(ExpiryForm, req.body);
  await enterExpiry(watched, domain_until || null, userOf(req).actor);
  done(res, watched, '已保存');
});

function findingIn(req: Request): number {
  const id = String(req.params['finding_id']);
  return Number(must(/^\d{1,15}$/.test(id) ? id : undefined, '发现'));
}

async function watchedIn(req: Request): Promise<WatchedRow> {
  const watch_no = String(req.params['watch_no']);
  return must(await db('watched_domains').where({ watch_no }).first(), '域名');
}

function done(res: Response, { watch_no }: WatchedRow, words: string): void {
  res.flash('success', words);
  res.redirect(303, `${place}/${watch_no}`);
}

interface Typed {
  finding_id: number;
  days: string;
  reason: string;
  fields: Record<string, string>;
}
const HISTORY = 50;

async function showDomain(req: Request, res: Response, row: WatchedRow, typed?: Typed) {
  const findings = await db('watch_findings')
    .where({ watched_id: row.id })
    .orderBy('id', 'desc')
    .limit(HISTORY);
  const names = await namesOf(db, row.customer_id === null ? [] : [row.customer_id]);
  const police = await policeOf(db, row.service_no);
  const open = findings.filter(({ open_key }) => open_key !== null);
  res.page('watch/domain', {
    title: shownDomain(row.domain),
    watched: {
      ...shownWatched(row, []),
      place: `${place}/${row.watch_no}`,
      badge: row.ended_at ? { text: '已停止监测', tone: 'idle' } : levelBadge(row.level),
      customer: maskName(names.get(row.customer_id ?? 0) ?? '') || null,
      police: police?.police_number ?? (police?.not_needed_at ? '不需要' : '未填写'),
      domain_until: dayOf(row.domain_until) ?? '',
      next: row.next_check_at && timeShown(row.next_check_at),
      is_over: row.ended_at !== null,
    },
    findings: open.toSorted((one, other) => other.level - one.level).map(shownFinding),
    history: findings.filter(({ cleared_at }) => cleared_at !== null).map(shownFinding),
    seen: lastSeen(row),
    days: lastDays(row),
    may_act: userOf(req).may('filing.review'),
    typed: typed ?? null,
  });
}
