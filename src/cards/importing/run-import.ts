import { record, SYSTEM } from '../../audit/index.ts';
import { removeFile } from '../../documents/index.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import type { TaskRow } from '../tables.ts';
import { end } from '../tasks/lease.ts';
import { tellMaker } from '../tasks/tell-maker.ts';
import { runInWorker } from './in-worker.ts';

/** The dry run, to its end. One that was killed begins anew. */
export async function checkImport(task: TaskRow): Promise<void> {
  await db('card_faults').where({ task_id: task.id }).delete();
  const total_rows = await runInWorker(task);
  await end(db, task, { state: 'checked', total_rows });
}

/** The import, to its end; it is told to whoever began it. */
export async function runImport(task: TaskRow): Promise<void> {
  const total_rows = await runInWorker(task);
  const isClean = await inTransaction(async (trx, after) => {
    if (!(await end(trx, task, { state: 'done', total_rows }))) return false;
    const batch_id = task.batch_id ?? 0;
    await trx('card_batches').where({ id: batch_id }).update({ state: 'done' });
    const batch = must(await trx('card_batches').where({ id: batch_id }).first(), '批次');
    const { bad_rows } = must(await trx('card_tasks').where({ id: task.id }).first(), '任务');
    const { batch_no, cards } = batch;
    const counts = { cards, refused: bad_rows };
    await record(trx, SYSTEM, 'cards.imported', `card_batch:${batch_no}`, counts);
    const result = `入库 ${cards} 张，${bad_rows} 行没有入库。`;
    await tellMaker(trx, after, task, { what: '导入', result }, `/card-batches/${batch_no}`);
    return bad_rows === 0;
  });
  // What is in stock need not lie in a file too.
  if (isClean) await removeSource(task);
}

/** First the file, then the word that it is gone: killed in between, it is removed once more. */
export async function removeSource({ id, task_no, pieces }: TaskRow): Promise<void> {
  await removeFile(task_no, pieces);
  await db('card_tasks').where({ id }).update({ pieces: 0, expires_at: null });
}

/** An import that was stopped or failed: its batch holds what came in so far. */
export async function stoppedImport(trx: Db, { batch_id }: TaskRow): Promise<void> {
  await trx('card_batches')
    .where({ id: batch_id ?? 0, state: 'running' })
    .update({ state: 'stopped' });
}
