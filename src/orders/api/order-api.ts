import { type RequestHandler, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { MINUTE, now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { limited, noStore } from '../../platform/guards.ts';
import { room } from '../../platform/room.ts';
import { jsonBody } from '../../platform/web.ts';
import { deviceOf, sourceOf } from '../buyer/device.ts';
import { cardsOfOrder, orderShown } from './answer.ts';
import { buy } from './buy.ts';
import { payOf } from './pay-for.ts';

/** For programs and for pages that buy in the background: docs/api-orders.md. With a key, quick-buy.ts answers first. */
export const apiRoutes = Router();

const often = limited({ name: 'api-orders', limit: 600, windowMs: MINUTE, failOpen: true });
/** A page's tries of codes count together with those of the checkout; who has a key is known by name. */
const codes = limited({ name: 'coupon', limit: 60, windowMs: 10 * MINUTE, failOpen: false });
const ifCode: RequestHandler = (req, res, next) =>
  req.body?.coupon && userOf(req).via === 'session' ? codes(req, res, next) : next();
const MOST_BYTES = 16 << 10;
const bodies = room(
  { most: 64 * MOST_BYTES, mostOfOne: 4 * MOST_BYTES },
  { own: '您同时提交的订单太多，请等前面的完成', full: '正在下单的人太多，请稍后再试' },
);

apiRoutes.post(
  '/api/v1/orders',
  noStore,
  requires('shop.buy'),
  often,
  jsonBody(MOST_BYTES, bodies),
  ifCode,
  async (req, res) => {
    if (!req.is('json')) throw new UserError('unsupported_media', '请以 application/json 提交');
    const { id: user_id, via } = userOf(req);
    const by_program = via === 'client';
    const place = by_program
      ? { source: null, device: null }
      : { source: sourceOf(req), device: deviceOf(req) ?? null };
    const buyer = { user_id, by_program, ...place, user_agent: req.get('user-agent') ?? '' };
    res.status(201).json(await buy(buyer, req.body, req.get('idempotency-key')));
  },
);

apiRoutes.get('/api/v1/orders/:order_no', noStore, requires('shop.buy'), async (req, res) => {
  const order_no = String(req.params['order_no']);
  const own = { order_no, user_id: userOf(req).id };
  const order = must(await db('orders').where(own).first(), '订单');
  const cards = await cardsOfOrder(db, order);
  if (cards.length > 0 && order.seen_at === null)
    await db('orders').where({ id: order.id, seen_at: null }).update({ seen_at: now() });
  res.json({ ...orderShown(order), pay: await payOf(order), cards });
});
