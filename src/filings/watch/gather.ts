import { type filedState, isBlocked, knownStatus, wantStatus } from '../../bureau/index.ts';
import { DAY, now, shownDay } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { readSetting } from '../../platform/settings.ts';
import { ipNumber } from '../rules/addresses-v4.ts';
import { providerSetting } from '../settings.ts';
import { isPublic } from './addresses.ts';
import { fetchPage, type Page, reachOf, siteAddress } from './fetch-page.ts';
import type { DnsFacts, FiledFacts, Range } from './judge.ts';
import { lookUpBoth, type Resolved } from './look-up.ts';
import type { WatchSetting } from './settings.ts';
import type { WatchedRow } from './tables.ts';

type State = Awaited<ReturnType<typeof filedState>>;

/** What the registry, the lists and the last answer of a bureau say of a domain; a new answer is asked for when it is time. */
export async function filedFacts(
  db: Db,
  row: WatchedRow,
  state: State,
  status_days: number,
): Promise<FiledFacts> {
  const { service, holder_index } = state;
  const block = await isBlocked(db, { domain: row.domain });
  return {
    is_live: service?.is_live ?? false,
    answer: await answerOf(db, row, status_days),
    icp_number: service?.icp_number ?? row.icp_number,
    holder_changed: Boolean(row.holder_index && holder_index && row.holder_index !== holder_index),
    is_ours: service?.accesses.some(({ is_ours, is_live }) => is_ours && is_live) ?? false,
    blocked: block?.words ?? null,
  };
}

/** The bureau is asked once in so many days; an answer from before it was filed says nothing. */
async function answerOf(
  db: Db,
  { domain, province_code, created_at }: WatchedRow,
  status_days: number,
): Promise<FiledFacts['answer']> {
  const condition = { type: '0', value: domain };
  const known = await knownStatus(db, condition);
  const age = known.asked_at
    ? now().getTime() - known.asked_at.getTime()
    : Number.POSITIVE_INFINITY;
  if (age > status_days * DAY) await wantStatus(db, condition, province_code);
  return known.asked_at && known.asked_at > created_at ? known.state : 'unknown';
}

/** Where the domain leads, held against our blocks and what is filed. */
export async function dnsFacts(
  row: WatchedRow,
  { ips }: State,
  { dns_servers }: WatchSetting,
): Promise<{ facts: DnsFacts; resolved: Resolved }> {
  const resolved = await lookUpBoth(row.domain, dns_servers);
  const v4 = resolved.v4.map((text) => ({
    ...{ text, number: ipNumber(text) ?? 0 },
    is_private: !isPublic(text) && !isExample(text),
  }));
  const facts = { ...resolved, v4, ours: await ourBlocks(), filed: ips };
  return { facts, resolved };
}

/** Addresses of documents stand for real ones in demonstrations. */
function isExample(address: string): boolean {
  return /^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address);
}

async function ourBlocks(): Promise<Range[]> {
  const { ip_ranges } = await readSetting(providerSetting);
  return ip_ranges.map(({ first, last }) => ({
    first: ipNumber(first) ?? 0,
    last: ipNumber(last) ?? 0,
  }));
}

/** The first page of the site, if it can be had; why not is no fault of the site. */
export async function sitePage(
  domain: string,
  { dns_servers, only_own }: WatchSetting,
): Promise<Page | undefined> {
  const blocks = only_own ? await ourBlocks() : [];
  const isOurs = (address: string) => {
    const number = ipNumber(address);
    return blocks.some(
      ({ first, last }) => number !== undefined && first <= number && number <= last,
    );
  };
  const reach = reachOf(dns_servers, blocks.length > 0 ? isOurs : undefined);
  for (const name of [domain, `www.${domain}`]) {
    for (const scheme of ['http', 'https']) {
      try {
        return await fetchPage(siteAddress(scheme, name), reach);
      } catch (error) {
        log.debug('a site could not be read', { error });
      }
    }
  }
  return undefined;
}

/** Today in China, '2026-11-22'. */
export function today(): string {
  return shownDay(now());
}
