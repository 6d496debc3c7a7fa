import { domainToUnicode } from 'node:url';
import { z } from 'zod';
import { timeShown } from '../../platform/present.ts';
import { provinceName } from '../provinces/index.ts';
import { CHECKS, CODES, LEVELS, type Level } from './codes.ts';
import { dayOf } from './days.ts';
import { isMuted } from './note-look.ts';
import type { FindingRow, WatchedRow } from './tables.ts';

/** A level of the tables as a badge; 0 is fine. */
export function levelBadge(level: number): { text: string; tone: string } {
  const known =
    level === 1 || level === 2 || level === 3 ? LEVELS[level satisfies Level] : undefined;
  return known ? { text: known.word, tone: known.tone } : { text: '正常', tone: 'ok' };
}

/** As people write it: 例子.中国. */
export function shownDomain(domain: string): string {
  return domainToUnicode(domain) || domain;
}

export function shownFinding(finding: FindingRow) {
  const { code, check_name, level, evidence, since, seen_at, confirmed_at, cleared_at } = finding;
  const { title, operator, customer } = CODES[code];
  return {
    id: finding.id,
    ...{ code, title, operator, customer, evidence },
    check: CHECKS[check_name],
    badge: levelBadge(level),
    since: timeShown(since),
    seen: timeShown(seen_at, true),
    is_doubt: confirmed_at === null,
    cleared: cleared_at && timeShown(cleared_at),
    muted: isMuted(finding)
      ? { until: timeShown(finding.muted_until ?? since), reason: finding.mute_reason ?? '' }
      : null,
  };
}

export function shownWatched(row: WatchedRow, findings: readonly FindingRow[]) {
  const own = findings.filter((one) => one.watched_id === row.id && !isMuted(one));
  return {
    href: `/watched-domains/${row.watch_no}`,
    domain: shownDomain(row.domain),
    icp_number: row.icp_number,
    badge: row.checked_at ? levelBadge(row.level) : { text: '待检查', tone: 'wait' },
    tone: row.level === 3 ? 'bad' : row.level === 2 ? 'warn' : undefined,
    findings: own.map(({ code }) => CODES[code].title).join('、'),
    province: provinceName(row.province_code),
    checked: row.checked_at && timeShown(row.checked_at, true),
    filing_no: row.filing_no,
  };
}

const Seen = z
  .object({
    dns: z.object({
      outcome: z.string(),
      v4: z.array(z.string()),
      v6: z.array(z.string()),
      chain: z.array(z.string()),
    }),
    site: z.object({ url: z.string(), status: z.number() }),
  })
  .nullable()
  .catch(null);

/** What the last look saw, line by line. */
export function lastSeen(row: WatchedRow): { label: string; value: string }[] {
  const seen = Seen.parse(row.look_json ? JSON.parse(row.look_json) : null);
  if (!seen) return [];
  const { dns, site } = seen;
  const none = dns.outcome === 'unknown' ? '没有查到结果' : '没有';
  return [
    { label: 'A 记录', value: dns.v4.join('、') || none },
    { label: 'AAAA 记录', value: dns.v6.join('、') || none },
    ...(dns.chain.length > 0 ? [{ label: 'CNAME', value: dns.chain.join(' → ') }] : []),
    { label: '首页', value: site.url ? `${site.url}（HTTP ${site.status}）` : '没有读取' },
  ];
}

/** What is known of the days on which something ends. */
export function lastDays(row: WatchedRow): { label: string; value: string }[] {
  const word = (value: Date | string | null) => dayOf(value) ?? '未知';
  return [
    { label: '主体证件到期', value: word(row.entity_id_until) },
    { label: '负责人证件到期', value: word(row.leader_id_until) },
    { label: '域名到期', value: word(row.domain_until) },
  ];
}
