import { domainToASCII } from 'node:url';
import { namesOf } from '../../accounts/index.ts';
import { shownTime } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { blindIndex, seal, unseal } from '../../platform/seal.ts';
import { badgeOf } from '../customer/list-page.ts';
import { isKind } from '../kinds/names.ts';
import { codeTables } from '../pages/checks.ts';
import { listedFiling } from '../pages/present.ts';
import { allFilings, countByStatus, type FilingFilter } from '../queries.ts';
import { isStatus } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';

/** The columns of the list beyond its first; which of them one sees is remembered. */
export const COLUMNS = {
  title: '名称',
  kind: '种类',
  province: '省份',
  status: '状态',
  changed: '状态时间',
  submitted: '提交时间',
  number: '备案号',
  reviewer: '审核员',
  source: '来源',
} as const;
export type Column = keyof typeof COLUMNS;
/** How a filing came here. */
export const SOURCE_WORDS = {
  page: '网页',
  api: '接口',
  import: '导入',
  moved: '批量变更',
} as const;
const USUAL: readonly Column[] = ['title', 'kind', 'province', 'status', 'changed', 'number'];

/** What is asked of the list, as it stands in the address. */
export interface ListAsked {
  q: string;
  status: string;
  kind: string;
  province_code: string;
  sort: 'id' | 'status_at';
  ascending: boolean;
  after: { id: number; status_at: Date } | undefined;
}

export function readAsked(query: Readonly<Record<string, unknown>>): ListAsked {
  const text = (name: string) => String(query[name] ?? '').trim();
  const status = text('status');
  const kind = text('kind');
  const province_code = text('province_code');
  return {
    q: text('q').slice(0, 253),
    status: isStatus(status) ? status : '',
    kind: isKind(kind) ? kind : '',
    province_code: /^\d{6}$/.test(province_code) ? province_code : '',
    sort: text('sort') === 'status_at' ? 'status_at' : 'id',
    ascending: text('order') === 'asc',
    after: keyFrom(text('after')),
  };
}

/** 'ID.MS' of the last row of the page before. */
function keyFrom(text: string): ListAsked['after'] {
  const [, id = '', ms = ''] = /^(\d{1,15})\.(\d{1,14})$/.exec(text) ?? [];
  return id === '' ? undefined : { id: Number(id), status_at: new Date(Number(ms)) };
}

/** The columns that somebody chose, as his cookie names them. */
export function columnsFrom(cookie: string | undefined): Column[] {
  const chosen = (cookie ?? '').split('.');
  const known = Object.keys(COLUMNS).filter(isColumn);
  return cookie === undefined ? [...USUAL] : known.filter((column) => chosen.includes(column));
}

export function isColumn(word: string): word is Column {
  return Object.hasOwn(COLUMNS, word);
}

/** A page of everybody's filings but drafts, and how many stand where. */
export async function listPage(asked: ListAsked) {
  const { items, more } = await allFilings(db, await filterFor(asked));
  const names = await namesOf(db, [...new Set(items.flatMap((row) => row.reviewer_id ?? []))]);
  const last = items.at(-1);
  return {
    filings: items.map((row) => lineOf(row, names)),
    next: more && last ? `${last.id}.${last.status_at.getTime()}` : null,
    counts: await countByStatus(db),
  };
}

function lineOf(row: FilingRow, names: ReadonlyMap<number, string>) {
  const filing = listedFiling(row, 'operator');
  return {
    ...filing,
    badge: badgeOf(filing),
    number: filing.numbers?.entity.icp_number ?? null,
    changed: timeOf(row.status_at),
    submitted: row.submitted_at && timeOf(row.submitted_at),
    reviewer: names.get(row.reviewer_id ?? 0) ?? null,
    source: SOURCE_WORDS[row.source],
  };
}

export function timeOf(at: Date) {
  const shown = shownTime(at);
  return { iso: at.toISOString(), text: shown.slice(5, 16), title: `${shown} 北京时间` };
}

/** What is asked of the list as a filter of rows: one box for a domain, a certificate's number or a filing number. */
export async function filterFor({
  q,
  status,
  kind,
  province_code,
  ...rest
}: ListAsked): Promise<FilingFilter> {
  return {
    ...(isStatus(status) ? { status } : {}),
    ...(isKind(kind) ? { kind } : {}),
    ...(province_code ? { province_code } : {}),
    ...(q ? await filterOf(q) : {}),
    ...{ sort: rest.sort, ascending: rest.ascending },
    ...(rest.after ? { after: rest.after } : {}),
  };
}

const PLACE = 'all-filings.q';
const NUMBER = /^[0-9A-Z()（）-]{8,}$/i;

/** What was looked for as it may stand in an address: the number of somebody's paper sealed, all else as it was typed. */
export function askedSafely(q: string): string {
  return NUMBER.test(q) ? seal(q, PLACE) : q;
}

/** The number of a paper that an address holds sealed; undefined when it holds something else. */
export function numberAsked(q: string): string | undefined {
  if (!q.startsWith('v1.')) return undefined;
  try {
    return unseal(q, PLACE);
  } catch {
    return '';
  }
}

async function filterOf(asked: string): Promise<FilingFilter> {
  const q = numberAsked(asked) ?? asked;
  if (/ICP备/i.test(q)) return { entity_icp_number: q.replace(/-\d+$/, '') };
  // In the clear a paper's number stands in no address: then nothing is found.
  if (q !== asked) {
    const types = (await codeTables(db))['id_types'] ?? [];
    const index = (type: string) =>
      blindIndex(`${type}:${q.toUpperCase()}`, 'filings.entity_number');
    return { entity_indexes: types.map(({ id }) => index(id)) };
  }
  return { domain: domainToASCII(q) || q.toLowerCase() };
}
