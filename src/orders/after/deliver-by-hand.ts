import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { seal } from '../../platform/seal.ts';
import { sealedLineAt } from '../delivery/open-lines.ts';
import { owePanelCalls } from '../panel/owe-calls.ts';
import { ringTelling } from '../telling/tell-job.ts';
import { lockedOrder } from './locked.ts';

interface ByHand {
  order_id: number;
  /** What the buyer is given, a text per line. */
  contents: readonly string[];
  actor: Actor;
}

/** An operator hands over what a buyer has paid for. Throws UserError conflict when that is done, or not his to do. */
export async function deliverByHand(trx: Db, after: After, wish: ByHand): Promise<void> {
  const { order_id, actor } = wish;
  const contents = wish.contents.map((text) => text.trim()).filter((text) => text !== '');
  if (contents.length === 0)
    throw new UserError('unprocessable', '请填写要交付的内容', { contents: '请填写要交付的内容' });
  const order = await lockedOrder(trx, order_id, ['paid']);
  if (order.delivery !== 'manual') throw new UserError('conflict', '这个订单由系统自动发货');
  const at = now();
  await trx('delivered_lines').insert(
    contents.map((text, n) => {
      const line = n + 1;
      const content_sealed = seal(text, sealedLineAt(order.order_no, line));
      return { order_id, line, content_sealed, delivered_at: at };
    }),
  );
  const telling_due_at = order.by_program ? null : at;
  const set = { status: 'delivered' as const, delivered_at: at, delivery_due_at: null };
  await trx('orders')
    .where({ id: order_id })
    .update({ ...set, telling_due_at });
  await owePanelCalls(trx, after, 'order.delivered', [order]);
  after(ringTelling);
  const details = { lines: contents.length };
  await record(trx, actor, 'order.delivered', `order:${order.order_no}`, details);
}
