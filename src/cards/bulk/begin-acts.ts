import { record } from '../../audit/index.ts';
import { DELIVERIES, isByCard } from '../../catalog/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import type { Doer } from '../loop/set-loop.ts';
import { AT_WORK, type BatchRow, CARD, UNSOLD } from '../tables.ts';
import { beginTask } from '../tasks/begin.ts';
import type { CardFilter } from '../tasks/plans.ts';
import { countCards } from './filter-cards.ts';

/** What may be done to a whole batch, and in which state it is when that makes sense. */
export const BATCH_ACTS = {
  undo: { statuses: UNSOLD, refusal: '这批已撤销，或正在导入（请先停止）' },
  freeze: { statuses: [CARD.available], refusal: '这批已冻结、已撤销，或正在导入（请先停止）' },
  thaw: { statuses: [CARD.frozen], refusal: '这批没有冻结，或还在处理' },
} as const;
export type BatchAct = keyof typeof BATCH_ACTS;

/** Notes on the batch what it has become: from now on nothing of it comes back into stock. Conditional, so once. */
function mark(trx: Db, act: BatchAct, { id }: BatchRow): Promise<number> {
  const batch = trx('card_batches').where({ id }).whereIn('state', ['done', 'stopped']);
  if (act === 'undo') return batch.update({ state: 'undone' });
  if (act === 'freeze') return batch.whereNull('frozen_at').update({ frozen_at: now() });
  return batch.whereNotNull('frozen_at').update({ frozen_at: null });
}

/** Undoes, freezes or thaws a batch in the background; gives the number of the task. */
export function beginBatchAct(by: Doer, act: BatchAct, batch: BatchRow): Promise<string> {
  const { refusal } = BATCH_ACTS[act];
  return inTransaction(async (trx, after) => {
    if (!(await variantsByCard(trx, [batch.variant_id])).length)
      throw new UserError('conflict', '循环卡的内容请在“循环卡”里更换');
    if (await isBusy(trx, batch.id))
      throw new UserError('conflict', '这批还有任务在进行，请等它结束');
    if ((await mark(trx, act, batch)) !== 1) throw new UserError('conflict', refusal);
    const filter: CardFilter = { batch_id: batch.id };
    const statuses = [...BATCH_ACTS[act].statuses];
    const { count } = await countCards(trx, { ...filter, statuses });
    const plan = { filter, reason: '' };
    await record(trx, by.actor, `cards.${act}`, `card_batch:${batch.batch_no}`, { cards: count });
    const task = { batch_id: batch.id, made_by: by.id, total_rows: count };
    return beginTask(trx, after, act, plan, task);
  });
}

async function isBusy(trx: Db, batch_id: number): Promise<boolean> {
  const row = await trx('card_tasks')
    .where({ batch_id })
    .whereIn('state', [...AT_WORK])
    .first('id');
  return row !== undefined;
}

/** Those (of all) whose stock is a count of cards: the one card of a loop variant is no piece of it. */
export async function variantsByCard(db: Db, ids?: readonly number[]): Promise<number[]> {
  const rows = await db('variants')
    .join('products', 'products.id', 'variants.product_id')
    .whereIn('products.delivery', DELIVERIES.filter(isByCard))
    .where((all) => {
      if (ids) all.whereIn('variants.id', ids);
    })
    .select<{ id: number }[]>('variants.id as id');
  return rows.map(({ id }) => id);
}

interface Bulk {
  filter: CardFilter;
  reason: string;
  /** For a move: where to. */
  variant_id?: number;
}

/** Voids or moves what of a filter is unsold, in the background; gives the number of the task. */
export function beginBulk(by: Doer, kind: 'void' | 'move', bulk: Bulk): Promise<string> {
  return inTransaction(async (trx, after) => {
    const statuses = (bulk.filter.statuses ?? UNSOLD).filter((one) =>
      UNSOLD.some((unsold) => unsold === one),
    );
    const variant_ids = await variantsByCard(trx, bulk.filter.variant_ids);
    const filter = { ...bulk.filter, statuses, variant_ids };
    const { count } = await countCards(trx, filter);
    if (count === 0) throw new UserError('conflict', '没有符合条件的未售卡密');
    const task = { made_by: by.id, total_rows: count };
    const task_no = await beginTask(trx, after, kind, { ...bulk, filter }, task);
    const { reason, variant_id } = bulk;
    const details = { cards: count, reason, ...(variant_id && { variant_id }) };
    await record(trx, by.actor, `cards.${kind}`, `card_task:${task_no}`, details);
    return task_no;
  });
}
