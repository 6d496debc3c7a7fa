import { fork } from 'node:child_process';
import { openFile } from '../../documents/index.ts';
import { type Db, db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { isStopping } from '../../platform/stopping.ts';
import type { TaskRow } from '../tables.ts';
import { GivenUp } from '../tasks/lease.ts';
import { importPlan } from '../tasks/plans.ts';
import type { Lease } from './import-rows.ts';
import type { Order, Said, Told } from './worker.ts';

const WORKER = new URL('./worker.ts', import.meta.url);
/** How often a worker is told that the process stops. */
const LOOK_MS = 200;

/** Has an import (or its dry run) done by a process of its own; gives how many lines the file has. */
export async function runInWorker(task: TaskRow): Promise<number> {
  const order = { lease: await leaseOf(db, task), plan: importPlan(task) };
  const said = await askWorker(order, openFile(task.task_no, task.pieces));
  if ('done' in said) return said.done;
  throw new Error('the import worker did not say that it is done');
}

/** What a spreadsheet begins with, and how many rows it has. */
export async function lookInWorker(task_no: string, pieces: number) {
  const said = await askWorker({ look: true }, openFile(task_no, pieces));
  if ('looked' in said) return said.looked;
  throw new Error('the import worker did not say what it saw');
}

type Good = Extract<Said, { done: number } | { looked: unknown }>;

async function askWorker(order: Order, file: AsyncGenerator<Uint8Array>): Promise<Good> {
  const worker = fork(WORKER, {
    execArgv: ['--import', import.meta.resolve('tsx')],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = new Promise((resolve) => worker.once('exit', resolve));
  // One that has just ended hears nothing more; that it ended is told by itself.
  const tell = (message: Order | Told) => worker.connected && worker.send(message, () => {});
  const looking = setInterval(() => isStopping() && tell({ stop: true }), LOOK_MS);
  try {
    return await new Promise<Good>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the import worker ended without a word')));
      worker.on('message', (said: Said) => {
        if ('wants' in said)
          file.next().then(({ value }) => tell({ piece: value ?? null }), reject);
        else if ('done' in said || 'looked' in said) resolve(said);
        else reject(errorIn(said));
      });
      tell(order);
    });
  } finally {
    clearInterval(looking);
    await file.return(undefined);
    worker.kill('SIGKILL');
    await gone;
  }
}

function errorIn(said: Exclude<Said, Good | { wants: true }>): Error {
  if ('given_up' in said) return new GivenUp(said.given_up);
  if ('refused' in said)
    return new UserError('unprocessable', said.refused, { file: said.refused });
  return new Error(said.failed);
}

async function leaseOf(db: Db, task: TaskRow): Promise<Lease> {
  const { id, state, lease_token, done_rows, bad_rows } = task;
  const batch = must(
    await db('card_batches')
      .where({ id: task.batch_id ?? 0 })
      .first(),
    '批次',
  );
  const work = state === 'checking' ? 'checking' : 'running';
  return {
    ...{ id, state: work, lease_token, done_rows, bad_rows },
    ...{ batch_id: batch.id, variant_id: batch.variant_id },
  };
}
