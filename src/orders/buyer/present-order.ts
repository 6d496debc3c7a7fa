import { gatewayTitle, paymentOf, refundShown, refundsOf } from '../../payments/index.ts';
import { db } from '../../platform/db.ts';
import { maskEmail, maskMobile } from '../../platform/mask.ts';
import { yuanShown } from '../../platform/money.ts';
import { timeShown } from '../../platform/present.ts';
import { unseal } from '../../platform/seal.ts';
import type { OrderRow, OrderStatus } from '../tables.ts';
import { waysShown } from './bill.ts';
import { cardsShown } from './cards-shown.ts';
import { aheadOf, headlineOf, STANDINGS, stateOf } from './standing.ts';

/** Pages that look for news by themselves, and how often, in seconds. */
const WATCHED: { [status in OrderStatus]?: number } = {
  unpaid: 1,
  paid: 1,
  waiting: 10,
  expired: 10,
};

/** Everything that the page of an order shows to its buyer; the cards of page `page` among it. */
export async function orderPage(order: OrderRow, page: number) {
  const goods = await goodsOf(order);
  const ahead = await aheadOf(db, order);
  return {
    ...{ order_no: order.order_no, status: order.status, badge: STANDINGS[order.status] },
    headline: headlineOf(order, ahead),
    state: stateOf(order, ahead),
    watch_every: WATCHED[order.status] ?? null,
    goods,
    facts: factsOf(order),
    pay: order.status === 'unpaid' ? await payPanel(order) : null,
    cards: order.delivered_at === null ? null : await cardsShown(order, page),
    warranty: warrantyOf(order, goods.warranty_days),
    refunds: await refundsShown(order),
    is_guest: order.user_id === null,
    has_password: order.password_hash !== null,
  };
}

async function goodsOf({ product_id, variant_id, quantity }: OrderRow) {
  const product = await db('products').where({ id: product_id }).first();
  const variant = await db('variants').where({ id: variant_id }).first();
  const again = `/orders/new?variant=${variant?.variant_no ?? ''}&quantity=${quantity}`;
  return {
    product: product?.name ?? '',
    variant: variant?.name ?? '',
    quantity,
    again_href: again,
    warranty_days: product?.warranty_days ?? 0,
  };
}

function factsOf(order: OrderRow) {
  const { order_no, unit_cents, discount_cents, total_cents, created_at, paid_at } = order;
  return {
    unit: yuanShown(unit_cents),
    discount: discount_cents > 0 ? yuanShown(discount_cents) : null,
    total: yuanShown(total_cents),
    contact: order.contact_sealed && maskedContact(order.contact_sealed, order_no),
    gateway: paid_at && order.gateway ? gatewayTitle(order.gateway) : null,
    created: timeShown(created_at),
    paid: paid_at && timeShown(paid_at),
    delivered: order.delivered_at && timeShown(order.delivered_at),
  };
}

function maskedContact(sealed: string, order_no: string): string {
  const contact = unseal(sealed, `orders.contact:${order_no}`);
  return contact.includes('@') ? maskEmail(contact) : maskMobile(contact);
}

/** How it is being paid now, and how else it may be. */
async function payPanel(order: OrderRow) {
  const { id, order_no, total_cents, user_id, hold_until } = order;
  const payment = await paymentOf(db, { purpose: 'order', subject_id: id });
  const isOpen = payment?.status === 'started' && payment.way !== null;
  const way = isOpen ? payment.way : null;
  const ways = await waysShown(total_cents, user_id);
  const chosen = isOpen ? `${payment.gateway}:${payment.method}` : '';
  return {
    until: hold_until && { iso: hold_until.toISOString(), text: timeShown(hold_until).text },
    total: yuanShown(total_cents),
    qr_url: way?.kind === 'qr' ? `/orders/${order_no}/payment/code.svg` : null,
    url: way?.kind === 'redirect' ? way.url : null,
    words: way?.kind === 'page' ? way.text : null,
    label:
      ways.find(({ value }) => value === chosen)?.label ?? gatewayTitle(payment?.gateway ?? ''),
    payment_no: isOpen ? payment.payment_no : null,
    chosen,
    ways,
  };
}

function warrantyOf({ delivered_at }: OrderRow, days: number) {
  if (days === 0 || delivered_at === null) return null;
  const until = new Date(delivered_at.getTime() + days * 86_400_000);
  return { until: timeShown(until), is_over: until < new Date() };
}

async function refundsShown(order: OrderRow) {
  if (order.payment_id === null) return [];
  const refunds = await refundsOf(db, order.payment_id);
  return refunds.map((row) => {
    const { amount, badge, created } = refundShown(row);
    return { amount, badge, created };
  });
}
