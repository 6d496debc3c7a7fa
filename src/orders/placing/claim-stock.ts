import { claimCards, type Want } from '../../cards/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { isCard } from '../delivery/kinds.ts';
import { queuedQuantity } from '../delivery/queue.ts';
import { takeCounted } from './counted.ts';
import { soldOut } from './draft.ts';
import type { Draft } from './wish.ts';

/** Claims what each draft wants, cards as rows and the rest as counts; who cannot have all of it is refused. */
export async function claimStock(trx: Db, drafts: Draft[]): Promise<void> {
  await leaveToTheQueue(trx, drafts);
  const byCard = drafts.filter(({ order }) => isCard(order));
  for (const as of ['held', 'sold'] as const) {
    const own = byCard.filter(({ pays_now, refusal }) => !refusal && pays_now === (as === 'sold'));
    await claimAs(trx, own, as);
  }
  const counted = drafts.filter(({ order, refusal }) => !refusal && !isCard(order));
  for (const draft of counted.toSorted((a, b) => a.order.variant_id - b.order.variant_id)) {
    draft.is_counted_off = await takeCounted(trx, draft.order);
    if (!draft.is_counted_off) draft.refusal = soldOut(0);
  }
}

const wantOf = ({ order }: Draft): Want => {
  const { id: order_id, variant_id, quantity } = order;
  return { order_id, variant_id, quantity };
};

async function claimAs(trx: Db, drafts: Draft[], as: 'held' | 'sold'): Promise<void> {
  if (drafts.length === 0) return;
  const claimed = await claimCards(trx, drafts.map(wantOf), { as, today: shownDay(now()) });
  for (const draft of drafts) {
    draft.card_ids = claimed.get(draft.order.id) ?? [];
    if (draft.card_ids.length < draft.order.quantity) draft.refusal = soldOut(0);
  }
}

/** Who has paid and waits comes before who has not: what arrives for them is not for sale, but where there is no end. */
async function leaveToTheQueue(trx: Db, drafts: Draft[]): Promise<void> {
  const variants = [...new Set(drafts.map(({ order }) => order.variant_id))];
  const queued = await queuedQuantity(trx, variants);
  if (queued.size === 0) return;
  const stocks = await trx('variants')
    .whereIn('id', [...queued.keys()])
    .where({ is_endless: false })
    .select('id', 'stock');
  const free = new Map(stocks.map(({ id, stock }) => [id, stock - (queued.get(id) ?? 0)]));
  for (const draft of drafts) {
    const { variant_id, quantity } = draft.order;
    const left = free.get(variant_id);
    if (left === undefined) continue;
    if (left < quantity) draft.refusal = soldOut(Math.max(0, left));
    else free.set(variant_id, left - quantity);
  }
}
