import type { Request } from 'express';
import { closePayments, payByBalance, startPayment } from '../../payments/index.ts';
import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import { lockedOrder } from '../after/locked.ts';
import { deliverPaid } from '../delivery/deliver-paid.ts';
import { giveRoom } from '../placing/room.ts';
import { holdsOf } from '../placing/rooms-of.ts';
import { orderingSetting } from '../settings.ts';
import { move } from '../status.ts';
import type { OrderRow } from '../tables.ts';
import { sourceOf } from './device.ts';

interface Way {
  gateway: string | null;
  method: string;
}

/** Begins to pay an unpaid order this way; begun again it is the same payment. Throws UserError when that way fails. */
export async function beginPayment(
  req: Request,
  order: OrderRow,
  { gateway, method }: Way,
): Promise<void> {
  if (order.status !== 'unpaid' || gateway === null || gateway === 'balance') return;
  await startPayment(db, {
    ...{ purpose: 'order', subject_id: order.id, amount_cents: order.total_cents },
    ...{ title: `订单 ${order.order_no}`, gateway, method, ip: sourceOf(req) },
    user_agent: req.get('user-agent') ?? '',
    expires_at: order.hold_until ?? fromNow(MINUTE),
    return_path: `/orders/${order.order_no}`,
  });
  await db('orders').where({ id: order.id, status: 'unpaid' }).update({ gateway });
}

/** Pays an order that is held from its customer's balance, and hands it over. Throws UserError conflict. */
export async function payHeld({ id, user_id }: OrderRow): Promise<void> {
  const ordering = await readSetting(orderingSetting);
  await inTransaction(async (trx, after) => {
    const order = await lockedOrder(trx, id, ['unpaid']);
    const { total_cents: cents, order_no: title } = order;
    const debit = { user_id: must(user_id, '账号'), cents, order_id: id, title };
    if (!(await payByBalance(trx, [debit])).has(id)) throw new UserError('conflict', '余额不足');
    const paid = { purpose: 'order', subject_id: id } as const;
    const payment = await trx('payments')
      .where({ ...paid, status: 'paid' })
      .orderBy('id', 'desc')
      .first('id');
    const at = now();
    const set = { payment_id: payment?.id ?? null, gateway: 'balance', paid_at: at };
    await move(trx, id, 'paid', { ...set, delivery_due_at: at, hold_until: null }, ['unpaid']);
    await closePayments(trx, { purpose: 'order', subject_ids: [id] });
    await giveRoom(trx, holdsOf(order, ordering));
    const fresh = must(await trx('orders').where({ id }).first(), '订单');
    await deliverPaid(trx, after, [fresh]);
  });
}
