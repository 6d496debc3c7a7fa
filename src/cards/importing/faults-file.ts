import { openFile } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import type { TaskRow } from '../tables.ts';
import { importPlan } from '../tasks/plans.ts';
import { FAULTS, type Fault } from './read-card.ts';
import { readRows } from './read-rows.ts';

const isFault = (word: string): word is Fault => Object.hasOwn(FAULTS, word);
export const faultWords = (word: string): string => (isFault(word) ? FAULTS[word] : word);

/** The first lines that were not taken, as they stand in the file. */
export async function firstFaults(task_id: number, limit: number) {
  const rows = await db('card_faults').where({ task_id }).orderBy('row_no').limit(limit);
  return rows.map(({ row_no, fault }) => ({ row_no, words: faultWords(fault) }));
}

const PAGE = 2000;

/** The lines that were not taken as they came, each with its number and why: mended, they can be imported as they are. */
export async function* faultsFile(task: TaskRow): AsyncGenerator<string[]> {
  const plan = importPlan(task);
  const width = Math.max(1, ...plan.head.map((cells) => cells.length));
  const heading = plan.has_heading ? (plan.head[0] ?? []) : [];
  yield [
    ...Array.from({ length: width }, (_, at) => heading[at] ?? ''),
    '原行号',
    '没有入库的原因',
  ];
  const faults = faultsInOrder(task.id);
  let next = (await faults.next()).value;
  for await (const { row, cells } of readRows(openFile(task.task_no, task.pieces), plan)) {
    if (!next) return;
    if (row !== next.row_no) continue;
    const all = Array.from({ length: Math.max(width, cells.length) }, (_, at) => cells[at] ?? '');
    yield [...all, String(row), faultWords(next.fault)];
    next = (await faults.next()).value;
  }
}

async function* faultsInOrder(task_id: number) {
  let after = -1;
  for (;;) {
    const page = await db('card_faults')
      .where({ task_id })
      .where('row_no', '>', after)
      .orderBy('row_no')
      .limit(PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return undefined;
    after = last.row_no;
  }
}
