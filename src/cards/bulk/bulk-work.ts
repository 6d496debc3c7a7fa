import { record, SYSTEM } from '../../audit/index.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { isStopping } from '../../platform/stopping.ts';
import { moveCards, type Seen } from '../move-cards.ts';
import { noteOnCards } from '../story.ts';
import { CARD, type TaskKind, type TaskRow, UNSOLD } from '../tables.ts';
import { advanceTo, end, mayGoOn } from '../tasks/lease.ts';
import { type BulkPlan, bulkPlan } from '../tasks/plans.ts';
import { tellMaker } from '../tasks/tell-maker.ts';
import { cardsIn } from './filter-cards.ts';

/** Short enough that a buyer who wants one of these cards hardly waits. */
const AT_ONCE = 1000;
type Bulk = Exclude<TaskKind, 'import' | 'export'>;
type Act = (trx: Db, seen: Seen[], plan: BulkPlan, user_id: number | null) => Promise<number>;

/** What each does to cards that nobody has bought or is about to. Done twice it changes nothing more. */
const ACTS: Record<Bulk, Act> = {
  undo: async (trx, seen) => {
    const ids = seen.map(({ id }) => id);
    await trx('card_events').whereIn('card_id', ids).delete();
    return moveCards(trx, seen, () => 'gone');
  },
  freeze: (trx, seen) => moveCards(trx, seen, () => ({ status: CARD.frozen })),
  thaw: (trx, seen) => moveCards(trx, seen, () => ({ status: CARD.available })),
  void: async (trx, seen, { reason }, user_id) => {
    const ids = seen.map(({ id }) => id);
    await noteOnCards(trx, ids, { event: 'voided', detail: reason, user_id });
    return moveCards(trx, seen, () => ({ status: CARD.void }));
  },
  move: async (trx, seen, { variant_id = 0, reason }, user_id) => {
    const others = seen.filter((card) => card.variant_id !== variant_id);
    const ids = others.map(({ id }) => id);
    await noteOnCards(trx, ids, { event: 'moved', detail: reason, user_id });
    return moveCards(trx, others, () => ({ variant_id }));
  },
};

/** Which of the cards a filter names each may touch. */
const FROM: Record<Bulk, readonly number[]> = {
  undo: UNSOLD,
  freeze: [CARD.available],
  thaw: [CARD.frozen],
  void: UNSOLD,
  move: UNSOLD,
};

export const BULK_WORDS: Record<Bulk, string> = {
  undo: '撤销批次',
  freeze: '冻结批次',
  thaw: '解冻批次',
  void: '作废卡密',
  move: '转移卡密',
};

/** A bulk act, to its end: piece by piece, each with its stock. A killed one begins anew and finds what is left. */
export async function bulkWork(task: TaskRow): Promise<void> {
  if (task.kind === 'import' || task.kind === 'export')
    throw new Error(`${task.kind} is no bulk act`);
  const kind = task.kind;
  const plan = bulkPlan(task);
  let done = task.done_rows;
  let after = 0;
  for (;;) {
    const seen: Seen[] = await cardsIn(db, plan.filter)
      .whereIn('status', [...FROM[kind]])
      .where('id', '>', after)
      .orderBy('id')
      .limit(AT_ONCE)
      .select('id', 'variant_id', 'status');
    const last = seen.at(-1);
    if (!last) break;
    after = last.id;
    done = await inTransaction(async (trx) => {
      await advanceTo(trx, task, {});
      const moved = await ACTS[kind](trx, seen, plan, task.made_by);
      if (kind === 'undo') await countUndone(trx, task, moved);
      await trx('card_tasks')
        .where({ id: task.id })
        .update({ done_rows: done + moved });
      return done + moved;
    });
    await mayGoOn(task, isStopping);
  }
  await finish(task, kind, done);
}

function countUndone(trx: Db, { batch_id }: TaskRow, count: number) {
  return trx('card_batches')
    .where({ id: batch_id ?? 0 })
    .increment('undone_cards', count);
}

async function finish(task: TaskRow, kind: Bulk, done: number): Promise<void> {
  await inTransaction(async (trx, after) => {
    const ending = { state: 'done' as const, total_rows: done, done_rows: done };
    if (!(await end(trx, task, ending))) return;
    await record(trx, SYSTEM, `cards.${kind}_done`, `card_task:${task.task_no}`, { cards: done });
    const result = `共 ${done} 张。`;
    const link = `/card-tasks/${task.task_no}`;
    await tellMaker(trx, after, task, { what: BULK_WORDS[kind], result }, link);
  });
}
