import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Db } from '../../src/platform/db.ts';

const worker = fileURLToPath(new URL('task-worker.ts', import.meta.url));

export async function* bytesOf(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof text === 'string' ? Buffer.from(text) : text;
}

/** A file that has come in for a variant, its columns guessed; gives its batch and its task. */
export async function incoming(
  db: Db,
  variant: { id: number },
  text: string | Uint8Array,
  name = 'cards.txt',
) {
  const { createImport } = await import('../../src/cards/importing/create-import.ts');
  const { SYSTEM } = await import('../../src/audit/index.ts');
  const by = { id: null, actor: SYSTEM };
  const { batch_no } = await createImport(by, {
    ...{ variant_id: variant.id, source: 'file', name, chunks: bytesOf(text), note: '' },
  });
  return standing(db, batch_no);
}

export async function standing(db: Db, batch_no: string) {
  const batch = await db('card_batches').where({ batch_no }).first();
  const task = await db('card_tasks')
    .where({ batch_id: batch?.id ?? 0, kind: 'import' })
    .first();
  if (!batch || !task) throw new Error(`no batch ${batch_no}`);
  return { batch, task };
}

/** Begins the import (or its dry run), and does it here and now. */
export async function work(db: Db, batch_no: string, what: 'checking' | 'running' = 'running') {
  const { beginImport } = await import('../../src/cards/tasks/begin.ts');
  const { runTask } = await import('../../src/cards/tasks/run-task.ts');
  const { inTransaction } = await import('../../src/platform/db.ts');
  const { task } = await standing(db, batch_no);
  await inTransaction((trx) => beginImport(trx, () => {}, task, what));
  await runTask(task.id);
  return standing(db, batch_no);
}

/** A worker in a process of its own, killed without warning once a task is so far. */
export async function killedAt(db: Db, task_id: number, rows: number): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', worker], {
    stdio: 'ignore',
    env: process.env,
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const done = async () => (await db('card_tasks').where({ id: task_id }).first())?.done_rows ?? 0;
  while (child.exitCode === null && (await done()) < rows)
    await new Promise((resolve) => setTimeout(resolve, 3));
  child.kill('SIGKILL');
  await gone;
  // What its own worker had sent to the database may still land.
  for (let before = -1; before !== (await done()); before = await done())
    await new Promise((resolve) => setTimeout(resolve, 300));
}
