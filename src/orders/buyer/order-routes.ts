import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import QRCode from 'qrcode';
import { paymentOf } from '../../payments/index.ts';
import { MINUTE } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { limited } from '../../platform/guards.ts';
import { cancelOrder } from '../closing/cancel-order.ts';
import type { OrderRow } from '../tables.ts';
import { wayChosen, waysShown } from './bill.ts';
import { goodLines, noteSeen } from './cards-shown.ts';
import { typedIn } from './checkout-form.ts';
import { beginOr } from './checkout-routes.ts';
import { orderFor, seenOrder } from './may-see.ts';
import { beginPayment, payHeld } from './pay-held.ts';
import { orderPage } from './present-order.ts';
import { aheadOf, stateOf } from './standing.ts';

/** An order as its buyer sees it. Whoever may not is led to the look-up, whether there is such an order or not. */
export const orderRoutes = Router();
const often = limited({ name: 'order-acts', limit: 60, windowMs: 10 * MINUTE, failOpen: true });

orderRoutes.get('/orders/:order_no', async (req, res) => {
  const order = await seenOrder(req);
  const order_no = String(req.params['order_no']).slice(0, 40);
  if (!order) return res.redirect(303, `/order-lookup?order_no=${encodeURIComponent(order_no)}`);
  const page = Number.parseInt(typedIn(req.query)['page'] ?? '1', 10) || 1;
  const shown = await orderPage(order, page);
  await noteSeen(order);
  res.page('orders/buyer/order', { title: '订单', sheets: ['shop', 'buy'], order: shown });
});

orderRoutes.get('/orders/:order_no/state', async (req, res) => {
  const order = await orderFor(req);
  res.json({ state: stateOf(order, await aheadOf(db, order)) });
});

orderRoutes.get('/orders/:order_no/payment/code.svg', async (req, res) => {
  const order = await orderFor(req);
  const payment = await paymentOf(db, { purpose: 'order', subject_id: order.id });
  const { way } = must(payment, '付款码');
  if (way?.kind !== 'qr') throw new UserError('not_found', '没有这个付款码');
  const code = await QRCode.toString(way.text, { type: 'svg', margin: 2 });
  res.type('image/svg+xml').send(code);
});

orderRoutes.post('/orders/:order_no/payment', often, async (req, res) => {
  const order = await orderFor(req);
  const back = `/orders/${order.order_no}`;
  if (order.status !== 'unpaid') return res.redirect(303, back);
  const ways = await waysShown(order.total_cents, order.user_id);
  const way = wayChosen(ways, typedIn(req.body)['way'] ?? '');
  await beginOr(res, async () => {
    if (!way) throw new UserError('unprocessable', '请选择一种付款方式');
    if (way.gateway === 'balance') await payHeld(order);
    else await beginPayment(req, order, way);
  });
  res.redirect(303, back);
});

orderRoutes.post('/orders/:order_no/cancellation', often, async (req, res) => {
  const order = await orderFor(req);
  const cancelled = await cancelOrder(order, null);
  if (cancelled) res.flash('success', '订单已取消');
  else res.flash('info', '订单的状态已经变化，没有取消');
  res.redirect(303, `/orders/${order.order_no}`);
});

orderRoutes.get('/orders/:order_no/cards.txt', often, async (req, res) => {
  const order = await orderFor(req);
  if (order.delivered_at === null) throw new UserError('not_found', '订单还没有发货');
  res.attachment(`${order.order_no}.txt`).type('text/plain; charset=utf-8');
  // Some old programs know UTF-8 by this mark alone.
  const mark = typedIn(req.query)['bom'] ? '\ufeff' : '';
  await pipeline(Readable.from(textOf(order, mark)), res).catch((error: unknown) => {
    // Whoever goes away half-way has asked for no more.
    if (!isGone(error)) throw error;
  });
  await noteSeen(order);
});

orderRoutes.get('/orders/:order_no/print', often, async (req, res) => {
  const order = await orderFor(req);
  if (order.delivered_at === null) throw new UserError('not_found', '订单还没有发货');
  const lines: string[] = [];
  for await (const some of goodLines(order)) lines.push(...some.map(({ text }) => text));
  const { goods, facts } = await orderPage(order, 1);
  await noteSeen(order);
  res.locals.layout = 'print';
  res.page('orders/buyer/print', {
    title: order.order_no,
    order: { ...order, goods, facts },
    lines,
  });
});

async function* textOf(order: OrderRow, mark: string): AsyncGenerator<string> {
  if (mark) yield mark;
  for await (const lines of goodLines(order)) yield lines.map(({ text }) => `${text}\n`).join('');
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
