import { type Offer, quote } from '../../catalog/index.ts';
import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { seal } from '../../platform/seal.ts';
import { isCard } from '../delivery/kinds.ts';
import type { Ordering } from '../settings.ts';
import type { OrderRow } from '../tables.ts';
import { buyerIndex, deviceIndex, sourceIndex } from '../who.ts';
import type { Draft, Wish } from './wish.ts';

/** The order that a wish would be, its price by the server; or why it cannot be. Nothing is claimed yet. */
export function draftOf(
  wish: Wish,
  offer: Offer | undefined,
  ordering: Ordering,
): Omit<Draft, 'n'> | UserError {
  if (!offer?.is_on_sale) return new UserError('not_found', '这件商品已下架，请看看其他商品');
  const { variant, product } = offer;
  const { quantity } = wish;
  if (!Number.isSafeInteger(quantity) || quantity < 1)
    return refused('unprocessable', '请填写要买的数量');
  if (quantity > product.most_per_order)
    return refused('unprocessable', `每单最多购买 ${product.most_per_order} 件`);
  // A hint that spares the statements below; what decides is the claim.
  if (!variant.is_endless && variant.stock < quantity) return soldOut(variant.stock);
  const prices = quote(variant, quantity, wish.user_id !== null);
  const order = { ...rowOf(wish, ordering), ...snapshotOf(offer, quantity), ...prices };
  const pays_now = wish.gateway === 'balance' || (prices.total_cents === 0 && !wish.coupon);
  const is_final = pays_now && !wish.coupon && isCard(order);
  if (is_final) Object.assign(order, deliveredAt(now(), wish));
  const nothing = { card_ids: [], is_counted_off: false, refusal: null };
  return { wish, order, pays_now, is_final, ...nothing };
}

/** The row of an order that is paid and delivered: programs have their goods in the answer, people are told by mail. */
export function deliveredAt(at: Date, { by_program }: Pick<OrderRow, 'by_program'>) {
  const telling_due_at = by_program ? null : at;
  const status = 'delivered' as const;
  return { status, paid_at: at, delivered_at: at, hold_until: null, telling_due_at };
}

/** Nobody can have all he asked for. */
export function soldOut(left: number): UserError {
  return refused('conflict', left > 0 ? `库存不足，只剩 ${left} 件` : '已售罄，请稍后再来');
}

function refused(code: 'unprocessable' | 'conflict', words: string): UserError {
  return new UserError(code, words, { quantity: words });
}

function snapshotOf({ variant, product }: Offer, quantity: number) {
  return {
    product_id: product.id,
    variant_id: variant.id,
    delivery: product.delivery,
    quantity,
    cost_cents: variant.cost_cents === null ? null : variant.cost_cents * quantity,
  };
}

type Bare = Omit<OrderRow, keyof ReturnType<typeof snapshotOf> | 'unit_cents' | 'total_cents'>;

function rowOf(wish: Wish, ordering: Ordering): Bare {
  const order_no = publicNo('DD');
  const { user_id, contact, form } = wish;
  return {
    id: 0,
    order_no,
    status: 'unpaid',
    discount_cents: 0,
    refunded_cents: 0,
    user_id,
    contact_sealed: contact && seal(contact, `orders.contact:${order_no}`),
    buyer_index: buyerIndex({ user_id, contact }),
    source_index: wish.source === null ? null : sourceIndex(wish.source),
    device_index: wish.device === null ? null : deviceIndex(wish.device),
    password_hash: wish.password_hash,
    form_sealed: form && seal(JSON.stringify(form), `orders.form:${order_no}`),
    gateway: wish.gateway,
    payment_id: null,
    request_key: wish.request?.key ?? null,
    request_digest: wish.request?.digest ?? null,
    by_program: wish.by_program,
    is_late: false,
    created_at: now(),
    hold_until: fromNow(ordering.hold_minutes * MINUTE),
    ...NOTHING_YET,
  };
}

const NOTHING_YET = {
  paid_at: null,
  delivered_at: null,
  closed_at: null,
  delivery_due_at: null,
  telling_due_at: null,
  seen_at: null,
};
