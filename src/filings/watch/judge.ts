import { DAY } from '../../platform/clock.ts';
import type { Code, Found, Look } from './codes.ts';

// Pure: each takes the facts of one check and tells what is wrong. What is not known is no fault.

const found = (code: Code, evidence: string, stage = 1): Found => ({ code, stage, evidence });

export interface FiledFacts {
  /** Nothing in the registry, or cancelled there. */
  is_live: boolean;
  /** The bureau's answer to a question, when it is younger than our records. */
  answer: 'filed' | 'unfiled' | 'unknown';
  icp_number: string | null;
  holder_changed: boolean;
  is_ours: boolean;
  /** Words of the list it stands on. */
  blocked: string | null;
}

export function judgeFiled(facts: FiledFacts): Look {
  const { is_live, answer, icp_number, holder_changed, is_ours, blocked } = facts;
  const listed = blocked ? [found('blocked', blocked)] : [];
  const number = icp_number ?? '未知';
  if (!is_live) return [...listed, found('number_gone', `管局数据中已注销，原备案号 ${number}`)];
  if (answer === 'unfiled')
    return [...listed, found('number_gone', `管局答复：未备案，原备案号 ${number}`)];
  return [
    ...listed,
    ...(holder_changed ? [found('holder_changed', `备案号 ${number}，主体证件与原来不同`)] : []),
    ...(is_ours ? [] : [found('access_lost', `备案号 ${number}，接入商中没有我们`)]),
  ];
}

export interface DnsFacts {
  outcome: 'found' | 'nowhere' | 'unknown';
  v4: readonly { text: string; number: number; is_private: boolean }[];
  v6: readonly string[];
  chain: readonly string[];
  /** Our address blocks; none: those of the filed access stand for them. */
  ours: readonly Range[];
  /** The addresses that are filed for this site with us. */
  filed: readonly Range[];
}
export interface Range {
  first: number;
  last: number;
}

export function judgeDns({ outcome, v4, v6, chain, ours, filed }: DnsFacts): Look {
  if (outcome === 'unknown') return undefined;
  const through = chain.length > 0 ? `，经 ${chain.join(' → ')}` : '';
  if (outcome === 'nowhere') return [found('resolves_nowhere', `没有 A、AAAA 记录${through}`)];
  // There are no blocks of IPv6 to hold it against.
  if (v4.length === 0) return v6.length > 0 ? [] : undefined;
  const evidence = `A ${v4.map(({ text }) => text).join('、')}${through}`;
  if (v4.some(({ is_private }) => is_private)) return [found('resolves_private', evidence)];
  const blocks = ours.length > 0 ? ours : filed;
  if (blocks.length === 0) return [];
  const within = (ranges: readonly Range[]) => (one: { number: number }) =>
    ranges.some(({ first, last }) => first <= one.number && one.number <= last);
  const here = v4.filter(within(blocks));
  if (here.length === 0) return [found('resolves_elsewhere', evidence)];
  const wrong = filed.length > 0 && !here.every(within(filed));
  return [
    ...(wrong ? [found('ip_mismatch', evidence)] : []),
    ...(here.length < v4.length ? [found('resolves_partly', evidence)] : []),
  ];
}

export interface SiteFacts {
  /** The page as text; undefined: it could not be had. */
  page: string | undefined;
  url: string;
  status: number;
  icp_number: string | null;
  police_number: string | null;
}

export function judgeSite({ page, url, status, icp_number, police_number }: SiteFacts): Look {
  if (page === undefined || status >= 400 || !icp_number) return undefined;
  const plain = squeezed(page);
  const evidence = (line: string) => `${url}（HTTP ${status}）${line}`.slice(0, 900);
  const police =
    police_number && !plain.includes(squeezed(police_number))
      ? [found('footer_police', evidence(`没有 ${police_number}`))]
      : [];
  const at = placeOf(plain, icp_number);
  if (at < 0) return [found('footer_missing', evidence(`没有 ${icp_number}`)), ...police];
  if (MIIT_LINK.test(page)) return police;
  return [
    found('footer_link', evidence(`…${plain.slice(Math.max(0, at - 80), at + 80)}…`)),
    ...police,
  ];
}

/**
 * http or https, with or without www and a slash: where the ministry's page is, whatever stands around. The page is a
 * stranger's: no two parts may take the same letters, or a megabyte of blanks holds the process for hours.
 */
const MIIT_LINK =
  /href\s*=\s*(?:["']\s*)?(?:https?:)?\/\/(?:www\.)?beian\.miit\.gov\.cn["'\s>/?#]/i;

/** Text that people see or write differently: no blanks, full width as half. */
function squeezed(text: string): string {
  return text
    .replace(/&(?:nbsp|ensp|emsp|#160|#xa0);/gi, ' ')
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .toUpperCase();
}

/** A site may show its own number (…号-1) or that of its entity (…号). */
function placeOf(plain: string, number: string): number {
  const own = plain.indexOf(squeezed(number));
  if (own >= 0) return own;
  return plain.indexOf(squeezed(number.replace(/-\d+$/, '')));
}

export interface Dates {
  leader_id: string | null;
  entity_id: string | null;
  domain: string | null;
}

/** ≤ 90 days: 1; ≤ 30: 2; past: 3. */
export function judgeExpiring(dates: Dates, today: string): Look {
  return Object.entries(dates).flatMap(([code, until]) => {
    if (until === null) return [];
    const days = Math.round((Date.parse(until) - Date.parse(today)) / DAY);
    const stage = days < 0 ? 3 : days <= 30 ? 2 : days <= 90 ? 1 : 0;
    const words = days < 0 ? `已于 ${until} 到期` : `${until} 到期，还有 ${days} 天`;
    // The keys of Dates are codes.
    return stage > 0 ? [found(code as keyof Dates, words, stage)] : [];
  });
}

export interface PoliceFacts {
  approved_on: string | null;
  is_done: boolean;
}

/** 30 days are given; a reminder on the first day, the 20th and the 28th, and when they are over. */
export function judgePolice({ approved_on, is_done }: PoliceFacts, today: string): Look {
  if (approved_on === null || is_done) return [];
  const days = Math.round((Date.parse(today) - Date.parse(approved_on)) / DAY);
  const stage = [1, 20, 28, 31].filter((day) => days >= day).length;
  const words = days > 30 ? `已超过 ${days - 30} 天` : `还有 ${30 - days} 天`;
  return stage > 0
    ? [found('police_due', `${approved_on} 通过备案，30 日期限${words}`, stage)]
    : [];
}
