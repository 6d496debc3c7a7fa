import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { isNumbered, isStandIn } from './imported.ts';
import { sealRemark } from './seals.ts';
import type { What } from './tables.ts';

export interface Ending {
  bureau_id: number;
  what: What;
  bureau_record_id: string;
  /** The order of the file that said so. */
  file_order: string;
  remark: string | null;
}

/** Notes that a bureau has cancelled something, whether or not it is known here yet. The latest word counts. */
export async function noteEnding(trx: Db, ending: Ending): Promise<void> {
  const { bureau_id, what, bureau_record_id, file_order } = ending;
  if (!isNumbered(bureau_record_id) && !isStandIn(bureau_record_id)) return;
  const key = { bureau_id, what, bureau_record_id };
  const kept = await trx('filing_endings').where(key).forUpdate().first();
  if (kept && kept.file_order >= file_order) return;
  const row = { file_order, remark_sealed: sealRemark(key, ending.remark), noted_at: now() };
  if (kept) await trx('filing_endings').where({ id: kept.id }).update(row);
  else await trx('filing_endings').insert({ ...key, ...row });
}

/** Endings of parts of one bureau: `endingOf('service', id)` gives the order of the file, if there is one. */
export async function endingsAmong(
  db: Db,
  bureau_id: number,
  ids: Iterable<string>,
): Promise<(what: What, id: string) => string | undefined> {
  const wanted = [...new Set(ids)];
  const rows =
    wanted.length === 0
      ? []
      : await db('filing_endings').where({ bureau_id }).whereIn('bureau_record_id', wanted);
  const found = new Map(rows.map((row) => [`${row.what}:${row.bureau_record_id}`, row.file_order]));
  return (what, id) => found.get(`${what}:${id}`);
}
