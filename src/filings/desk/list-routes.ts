import { parseCookie } from 'cookie';
import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { DAY } from '../../platform/clock.ts';
import { linkTo } from '../../platform/links.ts';
import { FILING_KINDS, isKind, KIND_WORDS } from '../kinds/names.ts';
import { STATUS_WORDS } from '../pages/present.ts';
import { reviewQueue } from '../pages/review-page.ts';
import { PROVINCES } from '../provinces/index.ts';
import { STATUSES } from '../steps/status.ts';
import {
  askedSafely,
  COLUMNS,
  columnsFrom,
  isColumn,
  type ListAsked,
  listPage,
  numberAsked,
  readAsked,
  timeOf,
} from './list-page.ts';
import { paceShown } from './review-view.ts';

/** The reviewers' queue, and the list of all filings. */
export const listRoutes = Router();
const COOKIE = 'filing_columns';

const SHOWN = {
  all: { label: '全部', fits: () => true },
  mine: { label: '我认领的', fits: (one: Queued) => one.is_mine },
  free: { label: '没人认领', fits: (one: Queued) => !one.holder },
  late: { label: '已超时', fits: (one: Queued) => one.pace?.late === true },
} as const;
type Queued = Awaited<ReturnType<typeof reviewQueue>>[number];

listRoutes.get('/review', requires('filing.review'), async (req, res) => {
  const whole = await reviewQueue(userOf(req));
  const kind = String(req.query['kind'] ?? '');
  const queue = whole.filter((one) => !isKind(kind) || one.kind === kind);
  const asked = String(req.query['show'] ?? 'all');
  const show = Object.hasOwn(SHOWN, asked) ? asked : 'all';
  const { fits } = SHOWN[show as keyof typeof SHOWN]; // the line above has asked
  res.page('review/queue', {
    title: '备案审核',
    waiting: whole.length,
    filings: queue.filter(fits).map((filing) => ({
      ...filing,
      submitted: filing.submitted_at && timeOf(filing.submitted_at),
      shown_pace: filing.pace && paceShown(filing.pace),
    })),
    views: Object.entries(SHOWN).map(([key, view]) => ({
      href: linkTo('/review', { show: key === 'all' ? '' : key, kind: isKind(kind) ? kind : '' }),
      label: `${view.label} ${queue.filter(view.fits).length}`,
      active: key === show,
    })),
    kinds: kindChips(whole, show, kind),
    next: whole.some(({ holder, is_mine }) => !holder || is_mine),
  });
});

/** Kinds that wait, each a chip of its own; a second press shows all again. None while all are alike. */
function kindChips(queue: readonly Queued[], show: string, kind: string) {
  const waiting = FILING_KINDS.filter((one) => queue.some((filing) => filing.kind === one));
  if (waiting.length < 2 && !isKind(kind)) return [];
  return waiting.map((one) => ({
    href: linkTo('/review', { show: show === 'all' ? '' : show, kind: one === kind ? '' : one }),
    label: `${KIND_WORDS[one]} ${queue.filter((filing) => filing.kind === one).length}`,
    active: one === kind,
  }));
}

listRoutes.get('/all-filings', requires('filing.read_all'), async (req, res) => {
  const asked = readAsked(req.query);
  const { filings, next, counts } = await listPage(asked);
  const statuses = STATUSES.filter((status) => status !== 'draft');
  res.page('review/all', {
    title: '全部备案',
    filings,
    asked,
    number_end: numberAsked(asked.q)?.slice(-4) ?? null,
    columns: columnsFrom(parseCookie(req.headers.cookie ?? '')[COOKIE]),
    all_columns: Object.entries(COLUMNS).map(([value, label]) => ({ value, label })),
    here: placeFor(asked, {}),
    export_href: placeFor(asked, {}, '/transfers/exports/filings'),
    sort: { id: sortLink(asked, 'id'), status_at: sortLink(asked, 'status_at') },
    statuses: statuses.map((value) => ({ value, label: STATUS_WORDS[value].label })),
    views: statuses
      .filter((status) => (counts[status] ?? 0) > 0)
      .map((status) => ({
        href: placeFor({ ...asked, status }, {}),
        label: `${STATUS_WORDS[status].label} ${counts[status]}`,
        active: asked.status === status,
      })),
    kinds: FILING_KINDS.map((value) => ({ value, label: KIND_WORDS[value] })),
    provinces: PROVINCES.map(({ code, name }) => ({ value: code, label: name })),
    pager: {
      previous_href: asked.after ? placeFor(asked, {}) : null,
      next_href: next ? placeFor(asked, { after: next }) : null,
    },
  });
});

/** Which columns one sees is one's own: kept in the browser for a year. */
listRoutes.post('/all-filings/columns', requires('filing.read_all'), (req, res) => {
  const chosen = [req.body?.columns ?? []].flat().filter((one) => typeof one === 'string');
  res.cookie(COOKIE, chosen.filter(isColumn).join('.'), {
    ...{ httpOnly: true, sameSite: 'lax', secure: req.secure },
    ...{ path: '/all-filings', maxAge: 365 * DAY },
  });
  const back = String(req.body?.back ?? '');
  res.redirect(303, /^\/all-filings(\?[\w=&.%+-]*)?$/.test(back) ? back : '/all-filings');
});

/**
 * One box for everything: a filing's number opens it, anything else is looked for in the list. A post, so that the
 * number of somebody's paper gets into no address and no log.
 */
listRoutes.post('/search', requires('filing.read_all'), (req, res) => {
  const q = String(req.body?.q ?? '')
    .normalize('NFKC')
    .trim()
    .slice(0, 253);
  if (/^BA[0-9A-Z]{16}$/i.test(q)) return res.redirect(303, `/review/${q.toUpperCase()}`);
  res.redirect(303, linkTo('/all-filings', { q: askedSafely(q) }));
});

/** The address of the list as asked: the first page, unless `after` names another. */
function placeFor(asked: ListAsked, more: { after?: string }, list = '/all-filings'): string {
  const { q, status, kind, province_code, sort, ascending } = asked;
  const order = ascending ? 'asc' : '';
  const words = { q, status, kind, province_code, sort: sort === 'id' ? '' : sort, order, ...more };
  return linkTo(list, words);
}

/** Pressing the column that sorts turns it round. */
function sortLink(asked: ListAsked, sort: ListAsked['sort']) {
  const active = asked.sort === sort;
  const href = placeFor({ ...asked, sort, ascending: active && !asked.ascending }, {});
  return { sort_href: href, ...(active ? { sort: asked.ascending ? 'asc' : 'desc' } : {}) };
}
