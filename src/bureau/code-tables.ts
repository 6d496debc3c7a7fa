import { createHash } from 'node:crypto';
import { now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import type { CodeTableRow } from './tables.ts';

/** `id` is what goes over the wire. `extra` is what we know besides: limits, who may use it, its bit. */
export interface CodeRow {
  id: string;
  name: string;
  extra?: Record<string, unknown>;
  /** No longer valid: still named where it was used, never offered. */
  retired?: true;
}

const parsed = new Map<string, { version: number; rows: CodeRow[] }>();

/** A code table as it is in force: what a bureau sent, else what a sandbox sent, else the seed. [] when unknown. */
export async function codeTable(db: Db, table: string): Promise<CodeRow[]> {
  const version = await versionInForce(db, table);
  if (version === undefined) return [];
  const kept = parsed.get(table);
  if (kept?.version === version) return kept.rows;
  const row = await db('code_tables').where({ id: version }).first();
  const rows = row ? rowsOf(row).filter(({ retired }) => !retired) : [];
  parsed.set(table, { version, rows });
  return rows;
}

/**
 * What a code meant: by the table in force, else by any version there has been, the newest first. For records that
 * were filed under a code which is no longer offered. undefined: nobody ever told.
 */
export async function codeNamed(db: Db, table: string, id: string): Promise<CodeRow | undefined> {
  const offered = (await codeTable(db, table)).find((row) => row.id === id);
  if (offered) return offered;
  const versions = await db('code_tables')
    .where({ table_name: table })
    .orderBy('file_order', 'desc')
    .orderBy('id', 'desc');
  for (const version of versions) {
    const row = rowsOf(version).find((one) => one.id === id);
    if (row) return { ...row, retired: true };
  }
  return undefined;
}

/** Province, city and county codes of GB/T 2260 with their names, six digits each. */
export function regions(db: Db): Promise<CodeRow[]> {
  return codeTable(db, 'regions');
}

async function versionInForce(db: Db, table: string): Promise<number | undefined> {
  const versions: { id: number; source: string; is_sandbox: number | null; off: Date | null }[] =
    await db('code_tables')
      .leftJoin('bureaus', 'bureaus.id', 'code_tables.bureau_id')
      .where('code_tables.table_name', table)
      .select(
        'code_tables.id as id',
        'code_tables.source as source',
        'bureaus.is_sandbox as is_sandbox',
        'bureaus.paused_at as off',
      )
      .orderBy('code_tables.file_order')
      .orderBy('code_tables.id');
  const rank = ({ source, is_sandbox, off }: (typeof versions)[number]) => {
    if (source === 'seed') return 1;
    if (!is_sandbox) return 3;
    return off ? 0 : 2;
  };
  return versions.reduce<(typeof versions)[number] | undefined>(
    (best, one) => (best && rank(best) > rank(one) ? best : one),
    undefined,
  )?.id;
}

/**
 * Keeps a version of a code table; the same content again is no new version, but counts as sent now. What the seed
 * knows besides (`extra`) goes on with every row of the same number and name. `order`: of the file it came in, the
 * newest is in force whichever came first. Gives whether it was new.
 */
export async function storeCodeTable(
  trx: Db,
  table: string,
  rows: readonly CodeRow[],
  origin: { source: 'seed' } | { source: 'bureau'; bureau_id: number; order: string },
): Promise<boolean> {
  const { source } = origin;
  const { bureau_id, order: file_order } =
    origin.source === 'bureau' ? origin : { bureau_id: null, order: '' };
  const whole = source === 'seed' ? rows : await withSeedExtra(trx, table, rows);
  const rows_json = JSON.stringify(whole);
  const rows_hash = createHash('sha256').update(rows_json).digest('hex');
  const same = await trx('code_tables')
    .where({ table_name: table, source, bureau_id, rows_hash })
    .orderBy('id', 'desc')
    .first();
  if (same && source === 'bureau') return sentAgain(trx, same, file_order);
  if (same && same.id === (await newest(trx, table, { source, bureau_id }))?.id) return false;
  await trx('code_tables').insert({
    table_name: table,
    source,
    bureau_id,
    rows_json,
    rows_hash,
    file_order,
    created_at: now(),
  });
  return true;
}

async function sentAgain(trx: Db, { id }: CodeTableRow, file_order: string): Promise<false> {
  await trx('code_tables')
    .where({ id })
    .where('file_order', '<', file_order)
    .update({ file_order });
  return false;
}

async function withSeedExtra(db: Db, table: string, rows: readonly CodeRow[]): Promise<CodeRow[]> {
  const seed = await newest(db, table, { source: 'seed', bureau_id: null });
  const known = new Map(
    seed ? rowsOf(seed).map((row) => [`${row.id} ${row.name}`, row.extra]) : [],
  );
  return rows.map((row) => {
    const extra = { ...known.get(`${row.id} ${row.name}`), ...row.extra };
    return Object.keys(extra).length > 0 ? { ...row, extra } : row;
  });
}

function newest(
  db: Db,
  table_name: string,
  { source, bureau_id }: { source: 'seed' | 'bureau'; bureau_id: number | null },
): Promise<CodeTableRow | undefined> {
  return db('code_tables')
    .where({ table_name, source, bureau_id })
    .orderBy('file_order', 'desc')
    .orderBy('id', 'desc')
    .first();
}

function rowsOf(row: CodeTableRow): CodeRow[] {
  // Written by storeCodeTable from CodeRow[].
  return JSON.parse(row.rows_json) as CodeRow[];
}
