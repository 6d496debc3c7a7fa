import { loopCards } from '../../cards/index.ts';
import { payByBalance } from '../../payments/index.ts';
import { now } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { owePanelCalls } from '../panel/owe-calls.ts';
import { deliveredAt } from '../placing/draft.ts';
import type { Draft } from '../placing/wish.ts';
import type { OrderRow } from '../tables.ts';
import { ringTelling } from '../telling/tell-job.ts';
import { isCard, isLoop } from './kinds.ts';
import { writeLines } from './lines.ts';

/** Takes the money of drafts that pay at once and hands their goods over, in the transaction that placed them. */
export async function deliverNow(trx: Db, after: After, drafts: Draft[]): Promise<void> {
  await takeMoney(
    trx,
    drafts.filter(({ order }) => order.total_cents > 0),
  );
  const paid = drafts.filter(({ refusal }) => !refusal);
  if (paid.length === 0) return;
  const at = now();
  const shared = await loopCards(
    trx,
    paid.flatMap(({ order }) => (isLoop(order) ? [order.variant_id] : [])),
  );
  const has = ({ order }: Draft) => isCard(order) || shared.has(order.variant_id);
  const ready = paid.filter(has);
  await writeLines(
    trx,
    ready.map(({ order, card_ids }) => ({
      order,
      card_ids,
      shared_card_id: shared.get(order.variant_id) ?? null,
    })),
    at,
  );
  await close(
    trx,
    ready.filter(({ is_final }) => !is_final),
    (order) => deliveredAt(at, order),
  );
  const owed = paid.filter((draft) => !has(draft));
  await close(trx, owed, ({ by_program }) => {
    const telling_due_at = by_program ? null : at;
    return { status: 'paid', paid_at: at, hold_until: null, delivery_due_at: at, telling_due_at };
  });
  await owePanelCalls(trx, after, 'order.paid', ordersOf(paid));
  await owePanelCalls(trx, after, 'order.delivered', ordersOf(ready));
  if (paid.some(({ order }) => !order.by_program)) after(ringTelling);
}

const ordersOf = (drafts: Draft[]) => drafts.map(({ order }) => order);

async function takeMoney(trx: Db, drafts: Draft[]): Promise<void> {
  const debits = drafts.map(({ order }) => ({
    user_id: order.user_id ?? 0,
    cents: order.total_cents,
    order_id: order.id,
    title: order.order_no,
  }));
  const paid = await payByBalance(trx, debits);
  for (const draft of drafts) {
    if (paid.has(draft.order.id)) continue;
    const words = '余额不足，请先充值或换一种付款方式';
    draft.refusal = new UserError('conflict', words, { gateway: words });
  }
}

/** Those of people and those of programs differ in who is told. */
async function close(
  trx: Db,
  drafts: Draft[],
  setFor: (order: Pick<OrderRow, 'by_program'>) => Partial<OrderRow>,
): Promise<void> {
  for (const by_program of [false, true]) {
    const own = drafts.filter(({ order }) => order.by_program === by_program);
    if (own.length === 0) continue;
    const set = setFor({ by_program });
    const ids = own.map(({ order }) => order.id);
    await trx('orders').whereIn('id', ids).update(set);
    for (const { order } of own) Object.assign(order, set);
  }
}
