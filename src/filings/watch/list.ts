import type { Knex } from 'knex';
import { z } from 'zod';
import { type Db, likeStart } from '../../platform/db.ts';
import { plainDomain } from '../../platform/domain-name.ts';
import { type CheckName, checkNames } from './codes.ts';
import type { FindingRow, WatchedRow } from './tables.ts';

const PAGE = 50;

/** What is asked of the list, as it stands in the address. `after`: 'LEVEL.ID' of the last row of the page before. */
export const WatchAsked = z.object({
  q: z.string().trim().max(253).catch('').default(''),
  level: z.enum(['', '0', '1', '2', '3']).catch('').default(''),
  check: z
    .enum(['', ...checkNames])
    .catch('')
    .default(''),
  province_code: z
    .string()
    .regex(/^(\d{6})?$/)
    .catch('')
    .default(''),
  /** A customer's number. */
  customer: z
    .string()
    .regex(/^[0-9A-Z]{0,40}$/)
    .catch('')
    .default(''),
  after: z
    .string()
    .regex(/^\d\.\d{1,15}$/)
    .optional()
    .catch(undefined),
});
export type WatchAsked = z.output<typeof WatchAsked>;

/** One page, the gravest first, and where the next begins. */
export async function listWatched(
  db: Db,
  asked: WatchAsked,
): Promise<{ rows: WatchedRow[]; next: string | null }> {
  const query = wanted(db, asked)
    .orderBy('level', 'desc')
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  const [level, id] = asked.after?.split('.').map(Number) ?? [];
  if (level !== undefined && id !== undefined) {
    query.where((one) =>
      one.where('level', '<', level).orWhere((same) => same.where({ level }).where('id', '<', id)),
    );
  }
  const all = await query;
  const rows = all.slice(0, PAGE);
  const last = rows.at(-1);
  return { rows, next: all.length > PAGE && last ? `${last.level}.${last.id}` : null };
}

function wanted(db: Db, { q, level, check, province_code, customer }: WatchAsked) {
  const query = db('watched_domains').whereNull('ended_at');
  if (q) query.where('domain', 'like', likeStart(plainDomain(q)));
  if (level) query.where({ level: Number(level) });
  if (province_code) query.where({ province_code });
  if (customer) query.whereIn('customer_id', db('users').where({ user_no: customer }).select('id'));
  if (check) query.whereIn('id', withStanding(db, check));
  return query;
}

function withStanding(db: Db, check_name: CheckName): Knex.QueryBuilder {
  return db('watch_findings')
    .where({ check_name, cleared_at: null })
    .whereNotNull('confirmed_at')
    .select('watched_id');
}

/** How many are watched, by their gravest finding. */
export async function countWatched(db: Db): Promise<Record<string, number>> {
  const rows = await db('watched_domains')
    .whereNull('ended_at')
    .groupBy('level')
    .select<{ level: number; count: number }[]>('level', db.raw('count(*) as count'));
  return Object.fromEntries(rows.map(({ level, count }) => [String(level), Number(count)]));
}

/** What stands confirmed at these domains, the gravest first. */
export function standingOf(db: Db, watched_ids: readonly number[]): Promise<FindingRow[]> {
  return db('watch_findings')
    .whereIn('watched_id', [...watched_ids])
    .whereNotNull('open_key')
    .whereNotNull('confirmed_at')
    .orderBy('level', 'desc')
    .orderBy('id');
}

/** Everything that stands, page by page, for an export; the same filters as the list. */
export async function* allStanding(
  db: Db,
  asked: WatchAsked,
): AsyncGenerator<{ row: WatchedRow; finding: FindingRow }> {
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listWatched>> = await listWatched(db, {
      ...asked,
      after: after ?? undefined,
    });
    const findings = await standingOf(
      db,
      page.rows.map(({ id }) => id),
    );
    for (const row of page.rows) {
      for (const finding of findings)
        if (finding.watched_id === row.id && (!asked.check || finding.check_name === asked.check))
          yield { row, finding };
    }
    after = page.next;
  } while (after);
}
