import { type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import { type Permission, requires, userOf } from '../../../accounts/index.ts';
import type { Actor } from '../../../audit/index.ts';
import { inTransaction } from '../../../platform/db.ts';
import { must, UserError } from '../../../platform/errors.ts';
import { readOr } from '../../../platform/web.ts';
import { deliverByHand } from '../../after/deliver-by-hand.ts';
import { replaceLine } from '../../after/replace-line.ts';
import { cancelOrder } from '../../closing/cancel-order.ts';
import type { OrderRow } from '../../tables.ts';
import { confirmOrder, lineNumbered, noteOnce, refundSeen, resendNews } from './acts.ts';
import { orderAt, orderIn } from './find.ts';
import { Confirmation, Delivery, Note, Refund, Replacement } from './forms.ts';
import { showOrder } from './show-order.ts';

/** One order, and everything that may be done to it. */
export const orderRoutes = Router();
const place = '/shop-orders/:order_no';

orderRoutes.get(place, requires('shop.read'), (req, res) => showOrder(req, res));

interface Deed<S extends z.ZodType | null> {
  needs: Permission;
  form: S;
  /** Does it and says so. Throws UserError for what the person may be told. */
  work(
    order: OrderRow,
    typed: S extends z.ZodType ? z.output<S> : undefined,
    by: { actor: Actor; req: Request },
  ): Promise<string>;
}

/** An act of the order's page: what is refused shows the page again with all that was typed. */
function deed<S extends z.ZodType | null>(path: string, { needs, form, work }: Deed<S>): void {
  orderRoutes.post(`${place}/${path}`, requires(needs), async (req, res) => {
    const order = await orderIn(req);
    const act = actOf(req);
    const typed = form ? readOr(form, req.body) : { ok: true as const, data: undefined };
    if (!typed.ok) {
      const refused = { act, words: '请检查标出的内容', fields: typed.fields };
      return showOrder(req, res.status(422), refused);
    }
    try {
      // What `form` has read is what its schema gives.
      const data = typed.data as S extends z.ZodType ? z.output<S> : undefined;
      res.flash('success', await work(order, data, { actor: userOf(req).actor, req }));
      res.redirect(303, orderAt(order.order_no));
    } catch (error) {
      await refuse(req, res, act, error);
    }
  });
}

const actOf = (req: Request): string =>
  req.path.split('/').slice(3).join('/').replace('/replacement', '');

async function refuse(req: Request, res: Response, act: string, error: unknown): Promise<void> {
  if (!(error instanceof UserError)) throw error;
  const { message: words, fields } = error;
  await showOrder(req, res.status(error.status), { act, words, fields });
}

const LANDED: Record<string, string> = {
  delivered: '已确认到账，货已发给买家',
  waiting: '已确认到账，库存不足，已排队等补货',
  paid: '已确认到账，请发货',
  surplus: '已确认到账，但订单不需要这笔钱，已退回',
};

deed('confirmation', {
  needs: 'money.manage',
  form: Confirmation,
  work: async (order, typed, { actor }) =>
    LANDED[await confirmOrder(order, typed, actor)] ?? '已确认到账',
});

deed('cancellation', {
  needs: 'shop.manage',
  form: null,
  work: async (order, _, { actor }) => {
    if (await cancelOrder(order, actor)) return '已取消，库存已放回';
    throw new UserError('conflict', '订单已不是待付款，请看最新状态');
  },
});

deed('refunds', {
  needs: 'money.manage',
  form: Refund,
  work: async ({ id: order_id }, { amount, seen, ...typed }, { actor }) => {
    const wish = { ...typed, order_id, amount_cents: amount, actor };
    return `已发起退款 ${await refundSeen(wish, seen)}`;
  },
});

deed('lines/:line/replacement', {
  needs: 'shop.manage',
  form: Replacement,
  work: async ({ id: order_id }, typed, { actor, req }) => {
    const old = must(await lineNumbered(order_id, Number(req.params['line'])), '卡密');
    const wish = { ...typed, order_id, line_id: old.id, actor };
    const line = await inTransaction((trx, after) => replaceLine(trx, after, wish));
    return `已更换，新卡密是第 ${line} 张，已通知买家`;
  },
});

deed('delivery', {
  needs: 'shop.manage',
  form: Delivery,
  work: async ({ id: order_id }, { contents }, { actor }) => {
    await inTransaction((trx, after) => deliverByHand(trx, after, { order_id, contents, actor }));
    return '已发货，已通知买家';
  },
});

deed('resending', {
  needs: 'shop.manage',
  form: null,
  work: async (order, _, { actor }) => {
    await resendNews(order, actor);
    return '已重发通知';
  },
});

deed('notes', {
  needs: 'shop.manage',
  form: Note,
  work: async (order, { note }, { actor }) => {
    await noteOnce(order, note, actor);
    return '已记下备注';
  },
});
