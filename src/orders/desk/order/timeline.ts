import { gatewayTitle } from '../../../payments/index.ts';
import { yuanShown } from '../../../platform/money.ts';
import { timeShown } from '../../../platform/present.ts';
import type { Whole } from './find.ts';

interface Step {
  at: Date | null;
  title: string;
  text?: string;
  who?: string;
  state: 'done' | 'now' | 'next' | 'bad';
}

const EVENTS: Record<string, string> = {
  surplus: '多付的款项退回',
  refunded: '退款',
  replaced: '更换卡密',
  note: '备注',
  resent: '重发通知',
  revealed: '查看完整内容',
};

/** What happened to an order and what is to come, in order. */
export function timelineOf(whole: Whole) {
  const past = [...fromColumns(whole), ...fromPayments(whole), ...fromEvents(whole)];
  past.sort((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0));
  return [...past, ...toCome(whole)].map(({ at, title, text, who, state }) => ({
    title,
    state,
    ...(text ? { text } : {}),
    ...(who ? { who } : {}),
    ...(at ? { time: timeShown(at) } : {}),
  }));
}

function fromColumns({ order }: Whole): Step[] {
  const { created_at, paid_at, delivered_at, closed_at, seen_at, status, is_late } = order;
  const ends: Partial<Record<typeof status, string>> = {
    expired: '超时未付，库存已放回',
    cancelled: '已取消，库存已放回',
    refunded: '已全部退款',
  };
  return [
    done(created_at, '下单', order.by_program ? '由程序下单' : undefined),
    ...(paid_at ? [done(paid_at, '付款', is_late ? '到账时订单已过期，按迟到付款处理' : '')] : []),
    ...(delivered_at ? [done(delivered_at, '发货', tookInWords(order))] : []),
    ...(seen_at ? [done(seen_at, '买家查看')] : []),
    ...(closed_at ? [done(closed_at, ends[status] ?? '关闭')] : []),
  ];
}

const done = (at: Date, title: string, text?: string): Step => ({
  ...{ at, title, state: 'done' as const },
  ...(text ? { text } : {}),
});

function tookInWords({ paid_at, delivered_at }: Whole['order']): string {
  if (!paid_at || !delivered_at) return '';
  const seconds = (delivered_at.getTime() - paid_at.getTime()) / 1000;
  return `付款后 ${secondsInWords(seconds)}`;
}

/** 0.04 -> '不到 0.1 秒', 0.4 -> '0.4 秒', 75 -> '1 分 15 秒'. */
export function secondsInWords(seconds: number): string {
  if (seconds < 0.1) return '不到 0.1 秒';
  if (seconds < 10) return `${seconds.toFixed(1)} 秒`;
  if (seconds < 60) return `${Math.round(seconds)} 秒`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} 分 ${Math.round(seconds % 60)} 秒`;
  return `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`;
}

function fromPayments({ payments, refunds }: Whole): Step[] {
  const begun = payments.map((payment) =>
    done(
      payment.created_at,
      `选择${gatewayTitle(payment.gateway)}`,
      `${yuanShown(payment.amount_cents)} ${payment.payment_no}`,
    ),
  );
  const back = refunds
    .filter(({ done_at, state }) => done_at || state === 'failed')
    .map((refund): Step => {
      const text = `${yuanShown(refund.amount_cents)} ${refund.refund_no}`;
      if (refund.done_at) return done(refund.done_at, '退款到账', text);
      const why = refund.last_error ? `：${refund.last_error}` : '';
      return { at: refund.created_at, title: '退款失败', text: `${text}${why}`, state: 'bad' };
    });
  return [...begun, ...back];
}

function fromEvents({ events }: Whole): Step[] {
  return events.map(({ event, detail, actor, at }) => ({
    ...{ at, state: 'done' as const, title: EVENTS[event] ?? event },
    ...(detail ? { text: detail } : {}),
    ...(actor ? { who: actor } : {}),
  }));
}

function toCome({ order }: Whole): Step[] {
  const open: Partial<Record<typeof order.status, string>> = {
    unpaid: '等买家付款',
    paid: order.delivery === 'manual' ? '等您发货' : '正在发货',
    waiting: '等补货，补货后自动发货',
  };
  const title = open[order.status];
  if (!title) return [];
  const text =
    order.status === 'unpaid' && order.hold_until
      ? `库存保留到 ${timeShown(order.hold_until).text}`
      : '';
  return [{ at: null, title, state: 'now', ...(text ? { text } : {}) }];
}
