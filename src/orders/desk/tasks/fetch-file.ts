import { type Actor, record } from '../../../audit/index.ts';
import { openFile, removeFile } from '../../../documents/index.ts';
import { fromNow, MINUTE, now } from '../../../platform/clock.ts';
import { db, inTransaction } from '../../../platform/db.ts';
import { UserError } from '../../../platform/errors.ts';
import type { TaskRow } from './tables.ts';

/** A slow line may take as long. */
const FETCHING_MS = 30 * MINUTE;

/** The file of a task, once: the second who asks hears so. It is gone half an hour later. */
export async function fetchFile(
  { id, task_no, pieces }: TaskRow,
  actor: Actor,
): Promise<AsyncIterable<Buffer>> {
  await inTransaction(async (trx) => {
    const taken = await trx('shop_tasks')
      .where({ id, state: 'done' })
      .where('pieces', '>', 0)
      .where('expires_at', '>', now())
      .update({ state: 'fetched', expires_at: fromNow(FETCHING_MS) });
    if (taken !== 1) throw new UserError('conflict', '这个文件已经下载过或已过期，请重新导出');
    await record(trx, actor, 'shop_task.fetched', `shop_task:${task_no}`);
  });
  return openFile(task_no, pieces);
}

/** Removes the files whose time is over; that there was a task stays known. */
export async function sweepFiles(): Promise<void> {
  const over = await db('shop_tasks')
    .where('expires_at', '<', now())
    .whereNot({ state: 'running' })
    .limit(100);
  // First the file, then the word that it is gone: killed in between, it is removed once more.
  for (const { id, task_no, pieces } of over) {
    if (pieces > 0) await removeFile(task_no, pieces);
    const set = { pieces: 0, expires_at: null };
    await db('shop_tasks')
      .where({ id })
      .update(pieces > 0 ? { ...set, state: 'expired' } : set);
  }
}
