import { type FiledDomain, filedDomains } from '../../bureau/index.ts';
import { fromNow, HOUR, now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';

const CURSOR = 'registry';
/** Rows of the registry in one round: all of ten thousand are seen every twenty minutes. */
const PAGE = 500;
/** First looks are spread over this, so that a large import does not come due at once. */
const SPREAD = 4 * HOUR;

/**
 * Takes the next page of the registry, round and round, and begins to watch what is new in it. Work per round is
 * bounded, whatever is filed. Gives how many are new.
 */
export async function attachFiled(db: Db): Promise<number> {
  const cursor = await db('watch_cursors').where({ name: CURSOR }).first();
  const { domains, next } = await filedDomains(db, cursor?.after_id ?? 0, PAGE);
  const known = await db('watched_domains')
    .whereIn(
      'domain',
      domains.map(({ domain }) => domain),
    )
    .select('domain', 'service_no', 'ended_at');
  const fresh = domains.filter(({ domain }) => !known.some((one) => one.domain === domain));
  const unique = [...new Map(fresh.map((one) => [one.domain, one])).values()];
  if (unique.length > 0) {
    await db('watched_domains').insert(unique.map(rowFor)).onConflict('domain').ignore();
  }
  await watchAgain(db, domains, known);
  const moved = { name: CURSOR, after_id: next };
  await db('watch_cursors').insert(moved).onConflict('name').merge();
  return unique.length;
}

type Known = { domain: string; service_no: string; ended_at: Date | null };

/** What was given up, and is filed with us anew under another number of ours, is watched again. */
async function watchAgain(db: Db, domains: FiledDomain[], known: Known[]): Promise<void> {
  for (const { domain, service_no, ended_at } of known) {
    const anew =
      ended_at && domains.find((one) => one.domain === domain && one.service_no !== service_no);
    if (!anew) continue;
    const { watch_no: _watch_no, created_at: _created_at, ...row } = rowFor(anew);
    await db('watched_domains')
      .where({ domain })
      .whereNotNull('ended_at')
      .update({ ...row, ended_at: null, holder_index: null, icp_number: null });
  }
}

function rowFor({ domain, service_no, filing_no, province_code }: FiledDomain) {
  return {
    ...{ watch_no: publicNo('JC'), domain: domain.slice(0, 253), service_no, filing_no },
    ...{ province_code, created_at: now(), next_check_at: fromNow(Math.random() * SPREAD) },
  };
}
