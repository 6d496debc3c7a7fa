import type { Outcome } from '../../platform/batcher.ts';
import type { Db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import type { OrderRow } from '../tables.ts';
import type { Placed, Wish } from './wish.ts';

/** Orders that the same requests have made before, by place in the list. */
export async function ordersOfRequests(
  trx: Db,
  wishes: readonly Wish[],
): Promise<Map<number, OrderRow>> {
  const keys = wishes.flatMap(({ request }) => (request ? [request.key] : []));
  if (keys.length === 0) return new Map();
  const rows = await trx('orders').whereIn('request_key', keys).select('*');
  const byKey = new Map(rows.map((row) => [row.request_key?.toString('hex'), row]));
  return new Map(
    wishes.flatMap(({ request }, n) => {
      const order = request && byKey.get(request.key.toString('hex'));
      return order ? [[n, order] as const] : [];
    }),
  );
}

/** The same request again: the same order. Another request under the same key: a refusal. */
export function asked(wish: Wish | undefined, order: OrderRow): Outcome<Placed> {
  const same = wish?.request && order.request_digest?.equals(wish.request.digest);
  if (same) return { ok: true, value: { order, card_ids: [], repeated: true } };
  const words = '这个 Idempotency-Key 已用于另一份内容不同的订单，请换一个';
  return { ok: false, error: new UserError('unprocessable', words) };
}
