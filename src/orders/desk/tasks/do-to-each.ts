import { peopleByIds } from '../../../accounts/index.ts';
import { type Actor, record } from '../../../audit/index.ts';
import { type After, type Db, db, inTransaction } from '../../../platform/db.ts';
import { UserError } from '../../../platform/errors.ts';
import { closeUnpaid } from '../../closing/close-unpaid.ts';
import { noteEvent } from '../../events.ts';
import type { OrderRow } from '../../tables.ts';
import { tellAgain } from '../../telling/tell-again.ts';
import { readAsked } from '../list/asked.ts';
import { filterOf } from '../list/filter.ts';
import { findOrders } from '../list/find-orders.ts';
import { noteOrder } from '../order/acts.ts';
import { finish } from './finish.ts';
import { advanceTo, mayGoOn } from './lease.ts';
import { type Plan, planOf } from './plan.ts';
import { standingFor } from './standing.ts';
import type { TaskKind, TaskRow } from './tables.ts';

/** Orders that share a transaction: few, so that nobody who buys waits for it. */
const AT_ONCE = 25;

/** Does the same to all orders of a filter, the newest first. A killed one goes on where it was. */
export async function doToEach(task: TaskRow): Promise<void> {
  const plan = planOf(task);
  const [person] = await peopleByIds(db, [task.made_by]);
  const actor: Actor = { kind: 'user', id: task.made_by, name: person?.name ?? '' };
  const asked = standingFor(task.kind, readAsked(plan.asked));
  let { done, skipped, cursor_id } = task;
  while (asked && cursor_id !== null) {
    const { orders, next } = await findOrders(db, await filterOf(db, asked), cursor_id, AT_ONCE);
    await inTransaction(async (trx, after) => {
      const worked = await ACTS[task.kind]?.(trx, after, orders, { actor, plan });
      const missed = orders.length - (worked ?? 0);
      // Noted in the same transaction: done again it would be done twice.
      const far = { done: done + orders.length - missed, skipped: skipped + missed };
      await advanceTo(trx, task, { ...far, cursor_id: next });
      ({ done, skipped } = far);
    });
    cursor_id = next;
    await mayGoOn(task);
  }
  const rest = skipped > 0 ? `，${skipped} 单状态已变化，没有处理` : '';
  await finish(task, { done, skipped }, `处理了 ${done} 单${rest}。`);
}

interface By {
  actor: Actor;
  plan: Plan;
}

/** Gives how many of them it could be done to. */
type Act = (trx: Db, after: After, orders: readonly OrderRow[], by: By) => Promise<number>;

const ACTS: Partial<Record<TaskKind, Act>> = { cancel, resend, note };

async function cancel(trx: Db, _: After, orders: readonly OrderRow[], { actor }: By) {
  let closed = 0;
  for (const { id, order_no } of orders) {
    if ((await closeUnpaid(trx, [id], 'cancelled')) === 0) continue;
    closed++;
    await record(trx, actor, 'order.cancelled', `order:${order_no}`);
  }
  return closed;
}

async function resend(trx: Db, after: After, orders: readonly OrderRow[], { actor }: By) {
  let told = 0;
  for (const { id, order_no } of orders) {
    if (!(await tellAgain(trx, after, id))) continue;
    told++;
    await noteEvent(trx, id, 'resent', '', actor);
    await record(trx, actor, 'order.resent', `order:${order_no}`);
  }
  return told;
}

async function note(trx: Db, _: After, orders: readonly OrderRow[], { actor, plan }: By) {
  if (plan.note === '') throw new UserError('unprocessable', '没有写备注');
  for (const order of orders) await noteOrder(trx, order, plan.note, actor);
  return orders.length;
}
