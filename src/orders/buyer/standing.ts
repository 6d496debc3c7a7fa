import type { Db } from '../../platform/db.ts';
import { yuanShown } from '../../platform/money.ts';
import type { OrderRow, OrderStatus } from '../tables.ts';

type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'wait' | 'idle';

/** One word for each status, in lists and on the page. */
export const STANDINGS: Record<OrderStatus, { text: string; tone: Tone }> = {
  unpaid: { text: '待付款', tone: 'warn' },
  expired: { text: '已过期', tone: 'idle' },
  cancelled: { text: '已取消', tone: 'idle' },
  paid: { text: '已付款，发货中', tone: 'info' },
  waiting: { text: '已付款，排队补货', tone: 'wait' },
  delivered: { text: '已发货', tone: 'ok' },
  refunded: { text: '已退款', tone: 'idle' },
};

/** How many paid orders of the same goods get theirs before this one. */
export async function aheadOf(db: Db, order: OrderRow): Promise<number> {
  if (order.status !== 'waiting' || !order.paid_at) return 0;
  const { variant_id, paid_at, id } = order;
  const [row] = await db('orders')
    .where({ variant_id, status: 'waiting' })
    .where((before) =>
      before
        .where('paid_at', '<', paid_at)
        .orWhere((same) => same.where({ paid_at }).where('id', '<', id)),
    )
    .count<{ n: number }[]>('* as n');
  return Number(row?.n ?? 0);
}

/** What a page compares to know that it is out of date. */
export const stateOf = (order: OrderRow, ahead: number): string =>
  [order.status, order.refunded_cents, ahead].join(':');

/** Where the order stands and what happens now, in plain words. */
export function headlineOf(order: OrderRow, ahead: number) {
  const { status, delivery, total_cents, refunded_cents, order_no } = order;
  const words: Record<OrderStatus, [title: string, text: string, icon: string]> = {
    unpaid: ['等待付款', '付款后马上发货，这个页面会自动更新。', 'clock'],
    expired: [
      '订单已过期',
      '没有在时限内付款，库存已经放回。已经付了款？钱到账后会自动发货或退回。',
      'info',
    ],
    cancelled: ['订单已取消', '库存和优惠码已经放回。', 'info'],
    paid:
      delivery === 'manual'
        ? ['已付款，等待人工发货', '我们已收到付款，处理好会通知您，内容就在这个页面。', 'clock']
        : ['已付款，正在发货', '通常不到一秒，这个页面会自动更新。', 'clock'],
    waiting: ['已付款，正在补货', waitingWords(ahead), 'clock'],
    delivered: ['已发货', '请尽快保存，凭订单号和查询密码可以随时再看。', 'ok'],
    refunded: ['已退款', `已退 ${yuanShown(refunded_cents || total_cents)}。`, 'info'],
  };
  const [title, text, icon] = words[status];
  const own = order.user_id !== null && status === 'delivered';
  return { title, text: own ? '可以随时在“我的订单”里再看。' : text, icon, order_no };
}

function waitingWords(ahead: number): string {
  const place = ahead === 0 ? '您排在第一位' : `前面还有 ${ahead} 个订单`;
  return `库存暂时不够，${place}。补货后按付款先后自动发货并通知您；不想等，可以凭订单号联系我们退款。`;
}
