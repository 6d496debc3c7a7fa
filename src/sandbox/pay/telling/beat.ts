import type { Gateway, Order } from '../state.ts';
import { refundNotice } from '../wechat/notice.ts';
import { endRefunds } from '../wechat/refunds.ts';
import { announce, deliver, tell } from './notify.ts';

const BEAT = 50;
/** So many rounds at most are under way at once; the rest waits for the next beat. */
const ROOM = 64;

/** Does what time brings: notifications that are due, orders that expire, refunds that end. */
export function startBeating(gateway: Gateway): void {
  let busy = 0;
  setInterval(() => {
    const now = Date.now();
    for (const order of gateway.ledger.awake()) {
      if (order.notify_at > 0 && order.notify_at <= now && busy < ROOM) {
        busy += 1;
        void announce(gateway, order).finally(() => (busy -= 1));
      }
      if (order.status === 'waiting') void wait(gateway, order, now);
      if (order.protocol === 'wechat' && order.refunds.length > 0) tellRefunds(gateway, order);
    }
  }, BEAT).unref();
}

function tellRefunds(gateway: Gateway, order: Order): void {
  for (const made of endRefunds(gateway, order)) {
    if (!made.notify_url) continue;
    const isTaken = (status: number) => status === 200 || status === 204;
    void deliver(gateway, order, refundNotice(gateway, order, made), isTaken);
  }
}

async function wait(gateway: Gateway, order: Order, now: number): Promise<void> {
  if (order.expires_at > 0 && order.expires_at <= now) return expire(gateway, order);
  const told = order.waiting_told_at ?? order.created_at;
  if (order.protocol !== 'bepusdt' || !gateway.waiting_ms || now - told < gateway.waiting_ms)
    return;
  order.waiting_told_at = now;
  await tell(gateway, order, { event: 'waiting' });
}

/** The time to pay is over. BEpusdt tells, and 支付宝 when the buyer had been there; others keep still. */
export async function expire(gateway: Gateway, order: Order): Promise<void> {
  if (order.status !== 'waiting') return;
  order.status = 'expired';
  order.expires_at = Math.min(order.expires_at || Date.now(), Date.now());
  gateway.ledger.save(order);
  const tells = order.protocol === 'bepusdt' || (order.protocol === 'alipay' && order.seen_at > 0);
  if (tells) await tell(gateway, order, { event: 'closed' });
}
