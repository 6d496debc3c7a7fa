import { z } from 'zod';
import type { Db } from '../../../platform/db.ts';
import { FIELDS, isField } from './fields.ts';
import type { Fault } from './read-row.ts';

/** A row that is not taken, and why. */
export interface Found {
  row: number;
  faults: Fault[];
}

export async function keepFaults(trx: Db, transfer_id: number, found: readonly Found[]) {
  if (found.length === 0) return;
  const rows = found.map(({ row, faults }) => ({
    transfer_id,
    row_no: row,
    faults_json: JSON.stringify(faults),
  }));
  await trx('transfer_faults').insert(rows).onConflict(['transfer_id', 'row_no']).merge();
}

const Kept = z.array(z.object({ field: z.string(), message: z.string() }));

/** '网站域名：有一个域名写得不对；…' */
export function faultsInWords(faults_json: string): string {
  return Kept.parse(JSON.parse(faults_json))
    .map(({ field, message }) => (isField(field) ? `${FIELDS[field].label}：${message}` : message))
    .join('；');
}

/** The faults of rows numbered from one to another, in words. */
export async function faultsBetween(
  db: Db,
  transfer_id: number,
  from: number,
  to: number,
): Promise<Map<number, string>> {
  const rows = await db('transfer_faults')
    .where({ transfer_id })
    .whereBetween('row_no', [from, to])
    .select('row_no', 'faults_json');
  return new Map(rows.map(({ row_no, faults_json }) => [row_no, faultsInWords(faults_json)]));
}

/** The first of them, as they stand in the file. */
export async function firstFaults(db: Db, transfer_id: number, limit: number) {
  const rows = await db('transfer_faults').where({ transfer_id }).orderBy('row_no').limit(limit);
  return rows.map(({ row_no, faults_json }) => ({ row_no, words: faultsInWords(faults_json) }));
}
