import type { Request, Response } from 'express';
import { userOf } from '../../../accounts/index.ts';
import { db } from '../../../platform/db.ts';
import type { FieldErrors } from '../../../platform/errors.ts';
import { timeShown } from '../../../platform/present.ts';
import type { OrderRow } from '../../tables.ts';
import { badgesOf } from '../list/list-page.ts';
import { buyerOf } from './buyer.ts';
import { orderIn, wholeOrder } from './find.ts';
import { linesPage } from './lines-page.ts';
import { moneyOf } from './money.ts';
import { timelineOf } from './timeline.ts';

/** An act that was refused: which, why, and what had been typed. */
export interface Refused {
  act: string;
  words: string;
  fields: FieldErrors;
}

/** The page of one order. */
export async function showOrder(
  req: Request,
  res: Response,
  refused: Refused | null = null,
): Promise<void> {
  const order = await orderIn(req);
  const whole = await wholeOrder(db, order);
  const from = Number(req.query['line'] ?? 1);
  const typed: Record<string, unknown> =
    refused && typeof req.body === 'object' && req.body !== null ? req.body : {};
  res.page('orders/desk/order', {
    sheets: ['shop-desk'],
    title: `订单 ${order.order_no}`,
    ...{ refused, typed: textsIn(typed), contents: [typed['contents'] ?? []].flat().map(String) },
    order: headOf(order),
    buyer: await buyerOf(db, whole),
    goods: await linesPage(db, whole, Number.isSafeInteger(from) && from > 0 ? from : 1),
    money: moneyOf(whole),
    timeline: timelineOf(whole),
    acts: actsFor(req, order, whole.payments.find(({ id }) => id === order.payment_id)?.gateway),
  });
}

function textsIn(body: Record<string, unknown>): Record<string, string> {
  const texts = Object.entries(body).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts.map(([name, value]) => [name, String(value).slice(0, 5000)]));
}

function headOf(order: OrderRow) {
  const { order_no, status, quantity, delivery, refunded_cents, by_program } = order;
  return {
    ...{ order_no, status, quantity, delivery, refunded_cents, by_program },
    badges: badgesOf(order),
    created: timeShown(order.created_at),
    hold: order.hold_until && order.status === 'unpaid' ? timeShown(order.hold_until) : null,
  };
}

/** What may be done now, by this person. */
function actsFor(req: Request, order: OrderRow, paidBy: string | undefined) {
  const { may } = userOf(req);
  const { status, delivery, user_id } = order;
  const manages = may('shop.manage');
  const money = may('money.manage');
  const isPaid = status === 'paid' || status === 'waiting' || status === 'delivered';
  const isOpen = status === 'unpaid' || status === 'expired' || status === 'cancelled';
  const byBalance = paidBy === 'balance' || (paidBy === undefined && user_id !== null);
  const atGateway = paidBy !== undefined && !byBalance && paidBy !== 'manual';
  return {
    confirm: money && isOpen,
    cancel: manages && status === 'unpaid',
    refund: money && isPaid && order.refunded_cents < order.total_cents,
    ways: [
      ...(atGateway ? [{ value: 'gateway', label: '原路退回' }] : []),
      ...(user_id === null ? [] : [{ value: 'balance', label: '退到买家余额' }]),
      ...(byBalance ? [] : [{ value: 'by_hand', label: '人工退款', note: '自己转账后再登记' }]),
    ],
    replace: manages,
    deliver: manages && status === 'paid' && delivery === 'manual',
    resend: manages && status === 'delivered' && !order.by_program,
    note: manages,
    reveal_contact: may('personal.reveal') || may('card.reveal'),
    reveal_card: may('card.reveal'),
  };
}
