import { type Actor, record } from '../../audit/index.ts';
import { removeFile } from '../../documents/index.ts';
import { DAY, fromNow, HOUR, now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import type { BatchRow } from '../tables.ts';
import { type ImportPlan, sealPlan } from '../tasks/plans.ts';
import { keepSource } from './keep-source.ts';

/** Cards lie sealed in the file as they do in the stock; it is kept for those lines that were not taken. */
const KEPT_DAYS = 7;

/** What comes in for a variant. `id`: who sends it, null for the command line. */
export interface Incoming {
  variant_id: number;
  source: BatchRow['source'];
  name: string;
  chunks: AsyncIterable<Uint8Array>;
  note: string;
}

/**
 * Takes in a file (or pasted text) of cards: kept sealed, its columns guessed, nothing in stock yet. Throws a UserError
 * that names `file` when it is none; then nothing is left of it.
 */
export async function createImport(
  { id, actor }: { id: number | null; actor: Actor },
  { variant_id, source, name, chunks, note }: Incoming,
): Promise<{ batch_no: string; task_id: number }> {
  const [batch_no, task_no] = [publicNo('PC'), publicNo('KR')];
  const file_name = name.normalize('NFC').slice(-120);
  const ids = await inTransaction(async (trx) => {
    const batch = { batch_no, variant_id, source, note, made_by: id, created_at: now() };
    const [batch_id = 0] = await trx('card_batches').insert({ ...batch, state: 'waiting' });
    const [task_id = 0] = await trx('card_tasks').insert({
      ...{ task_no, kind: 'import', state: 'receiving', batch_id, made_by: id, created_at: now() },
      // Whatever breaks now, the sweep takes away what was stored.
      ...{ plan_sealed: sealPlan(task_no, unread(file_name)), expires_at: fromNow(HOUR) },
    });
    return { batch_id, task_id };
  });
  let pieces = 0;
  try {
    const { total_rows, plan } = await keepSource(task_no, file_name, chunks, async (stored) => {
      pieces = stored;
      await db('card_tasks').where({ id: ids.task_id }).update({ pieces });
    });
    await inTransaction(async (trx) => {
      await trx('card_tasks')
        .where({ id: ids.task_id })
        .update({
          ...{ state: 'mapping', total_rows, expires_at: fromNow(KEPT_DAYS * DAY) },
          plan_sealed: sealPlan(task_no, { ...unread(file_name), ...plan }),
        });
      await record(trx, actor, 'cards.uploaded', `card_batch:${batch_no}`, { variant_id });
    });
  } catch (error) {
    await removeFile(task_no, pieces);
    await db('card_tasks').where({ id: ids.task_id }).delete();
    await db('card_batches').where({ id: ids.batch_id }).delete();
    throw error instanceof UserError ? named(error) : error;
  }
  return { batch_no, task_id: ids.task_id };
}

const unread = (file_name: string): ImportPlan => ({
  ...{ file_name, format: 'lines', separator: '', has_heading: false, columns: [], head: [] },
  ...{ sell_by: null, cost_cents: null },
});

/** What is wrong with a file stands at its field. */
function named(error: UserError): UserError {
  const fields = Object.keys(error.fields).length > 0 ? error.fields : { file: error.message };
  return new UserError(error.code, error.message, fields);
}
