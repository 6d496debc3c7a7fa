import type { Knex } from 'knex';
import type { Db } from '../platform/db.ts';
import type { FilingKind } from './kinds/names.ts';
import type { FilingStatus } from './steps/status.ts';
import type {
  DomainRow,
  EventRow,
  FilingRow,
  PictureRow,
  ReadingRow,
  VersionRow,
} from './tables.ts';

const PAGE = 20;

/** The customer's own filing; another's is not found. */
export async function filingFor(
  db: Db,
  customer_id: number,
  filing_no: string,
): Promise<FilingRow | undefined> {
  return db('filings').where({ filing_no, customer_id }).first();
}

/** Any filing; for those who may read all of them, and for the system. */
export async function filingNumbered(db: Db, filing_no: string): Promise<FilingRow | undefined> {
  return db('filings').where({ filing_no }).first();
}

export interface Page<T> {
  items: T[];
  /** What to pass as `before` for the next page; null on the last one. */
  next: number | null;
}

/** The customer's filings, newest first. */
export async function filingsOf(
  db: Db,
  customer_id: number,
  before?: number,
): Promise<Page<FilingRow>> {
  const rows = await db('filings')
    .where({ customer_id })
    .modify((query) => {
      if (before !== undefined) query.where('id', '<', before);
    })
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  return paged(rows);
}

export interface FilingFilter {
  status?: FilingStatus;
  kind?: FilingKind;
  domain?: string;
  province_code?: string;
  /** Any of these numbers, as blind indexes of certificate type and number. */
  entity_indexes?: string[];
  entity_icp_number?: string;
  /** By when it was begun, or by when its status changed last; the newest first unless `ascending`. */
  sort?: 'id' | 'status_at';
  ascending?: boolean;
  /** Where the page before ended. */
  after?: { id: number; status_at: Date };
  /** Rows of a page. */
  limit?: number;
}

/** Everybody's filings but drafts; for those who may read all. */
export async function allFilings(
  db: Db,
  filter: FilingFilter,
): Promise<{ items: FilingRow[]; more: boolean }> {
  const { sort = 'id', ascending = false, after, limit = PAGE } = filter;
  const [order, beyond] = ascending ? (['asc', '>'] as const) : (['desc', '<'] as const);
  const rows = await db('filings')
    .whereNot({ status: 'draft' })
    .modify((query) => narrow(db, query, filter))
    .modify((query) => {
      if (!after) return;
      const later = { column: sort, value: sort === 'id' ? after.id : after.status_at };
      query.where((keys) =>
        keys
          .where(later.column, beyond, later.value)
          .orWhere((same) => same.where(later.column, later.value).where('id', beyond, after.id)),
      );
    })
    .orderBy([
      { column: sort, order },
      { column: 'id', order },
    ])
    .limit(limit + 1);
  return { items: rows.slice(0, limit), more: rows.length > limit };
}

/** How many of everybody's filings but drafts there are. */
export async function countFilings(db: Db, filter: FilingFilter): Promise<number> {
  const row = await db('filings')
    .whereNot({ status: 'draft' })
    .modify((query) => narrow(db, query, filter))
    .count({ count: '*' })
    .first();
  return Number(row?.count ?? 0);
}

function narrow(db: Db, query: Knex.QueryBuilder, filter: FilingFilter): void {
  const { status, kind, domain, province_code, entity_indexes, entity_icp_number } = filter;
  if (status) query.where({ status });
  if (kind) query.where({ kind });
  if (province_code) query.where({ province_code });
  if (entity_indexes) query.whereIn('entity_number_index', entity_indexes);
  if (entity_icp_number) query.where({ entity_icp_number });
  if (domain) query.whereIn('id', db('filing_domains').where({ domain }).select('filing_id'));
}

function paged(rows: FilingRow[]): Page<FilingRow> {
  const items = rows.slice(0, PAGE);
  return { items, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null };
}

/** What waits for a reviewer, the longest waiting first. */
export async function waitingForReview(db: Db, limit = 100): Promise<FilingRow[]> {
  return db('filings')
    .where({ status: 'provider_review' })
    .orderBy('submitted_at')
    .orderBy('id')
    .limit(limit);
}

/** How many filings stand where. */
export async function countByStatus(db: Db): Promise<Partial<Record<FilingStatus, number>>> {
  const rows = await db('filings')
    .groupBy('status')
    .select<{ status: FilingStatus; count: number }[]>('status', db.raw('count(*) as count'));
  return Object.fromEntries(rows.map((row) => [row.status, Number(row.count)]));
}

export async function domainsOf(db: Db, filing_id: number): Promise<DomainRow[]> {
  return db('filing_domains').where({ filing_id }).orderBy('id');
}

export async function eventsOf(db: Db, filing_id: number): Promise<EventRow[]> {
  return db('filing_events').where({ filing_id }).orderBy('id');
}

export async function picturesOf(db: Db, filing_id: number): Promise<PictureRow[]> {
  return db('filing_pictures').where({ filing_id }).orderBy('id');
}

export async function readingsOf(db: Db, filing_id: number): Promise<ReadingRow[]> {
  return db('filing_readings').where({ filing_id }).orderBy('id');
}

/** What was submitted, newest first: the one before the last is what a reviewer compares with. */
export async function submittedVersions(
  db: Db,
  filing_id: number,
  limit = 2,
): Promise<VersionRow[]> {
  return db('filing_versions').where({ filing_id }).orderBy('version', 'desc').limit(limit);
}

export type SameEntity = Pick<FilingRow, 'filing_no' | 'kind' | 'status' | 'status_at'>;

/** Other filings under the same certificate number, whoever's they are. */
export async function filingsOfSameEntity(
  db: Db,
  row: Pick<FilingRow, 'id' | 'entity_number_index'>,
): Promise<SameEntity[]> {
  if (!row.entity_number_index) return [];
  return db('filings')
    .where({ entity_number_index: row.entity_number_index })
    .whereNot({ id: row.id })
    .orderBy('id', 'desc')
    .limit(10)
    .select('filing_no', 'kind', 'status', 'status_at');
}
