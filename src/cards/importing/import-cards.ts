import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { SYSTEM } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { beginImport } from '../tasks/begin.ts';
import { importPlan } from '../tasks/plans.ts';
import { runTask } from '../tasks/run-task.ts';
import { createImport } from './create-import.ts';
import { firstFaults } from './faults-file.ts';
import { variantNamed } from './variant-named.ts';

const SHOWN_FAULTS = 20;

/**
 * Imports a file for a product (or one of its variants) here and now, its columns as they seem. Needs no Redis and no
 * worker. Throws a UserError when it did not come to its end; gives what came in and what did not.
 */
export async function importCards(product: string, file: string) {
  const variant = await variantNamed(product);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UserError('not_found', `没有文件 ${file}`);
  const by = { id: null, actor: SYSTEM };
  const { batch_no, task_id } = await createImport(by, {
    ...{ variant_id: variant.id, source: 'file', name: basename(file), note: '' },
    chunks: createReadStream(file),
  });
  const task = must(await db('card_tasks').where({ id: task_id }).first(), '任务');
  await inTransaction((trx) => beginImport(trx, () => {}, task, 'running'));
  await runTask(task_id);
  const done = must(await db('card_tasks').where({ id: task_id }).first(), '任务');
  if (done.state !== 'done')
    throw new UserError('conflict', `批次 ${batch_no} 没有做完：${done.problem ?? '已停止'}`);
  const batch = must(await db('card_batches').where({ batch_no }).first(), '批次');
  return {
    ...{ batch_no, variant_no: variant.variant_no, columns: importPlan(task).columns },
    ...{ rows: done.total_rows, cards: batch.cards, refused: done.bad_rows },
    faults: await firstFaults(task_id, SHOWN_FAULTS),
  };
}
