import { cancel, markPaid, refund } from './deeds.ts';
import { cents, type Gateway, type Order } from './state.ts';
import { expire } from './telling/beat.ts';
import { announce, tell } from './telling/notify.ts';
import { inParallel, shuffled } from './telling/parallel.ts';
import type { Telling } from './telling/protocol.ts';
import { protocolOf } from './telling/protocols.ts';
import type { Answer } from './telling/told.ts';

/** What can be done to an order, on its page and by the control interface. */
export const ACTS = {
  pay: '支付',
  fail: '支付失败',
  twice: '付了两次',
  short: '少付 0.01',
  over: '多付 1.00',
  currency: '付成美元',
  silent: '不发通知',
  deaf: '应答丢失一次',
  storm: '通知风暴',
  forge: '签名不对',
  stranger: '别的商户',
  stale: '一年前的通知',
  cancel: '关闭订单',
  expire: '立即到期',
  refund: '退款',
} as const;
export type Act = keyof typeof ACTS;

export interface Outcome {
  done: boolean;
  /** Why not. */
  why?: string;
  /** Ends when what was sent is answered. */
  answers: Promise<Answer[]>;
}

const none = Promise.resolve<Answer[]>([]);
const no = (why: string): Outcome => ({ done: false, why, answers: none });
const did = (answers: Promise<Answer[]> = none): Outcome => ({ done: true, answers });

/** Does one of them; `times` is for the storm, `cents` for a payment or refund of just that. */
export function act(
  gateway: Gateway,
  order: Order,
  as: Act,
  { times = 16, cents: part }: { times?: number; cents?: number } = {},
): Outcome {
  switch (as) {
    case 'pay':
      return pay(gateway, order, part === undefined ? {} : { cents: part });
    case 'short':
    case 'over':
      return pay(gateway, order, { cents: cents(order.money) + (as === 'short' ? -1 : 100) });
    case 'currency':
      return protocolOf(order).has_currency
        ? pay(gateway, order, { currency: 'USD' })
        : no('这个协议没有币种字段');
    case 'twice':
      return payTwice(gateway, order);
    case 'silent':
      return paySilently(gateway, order);
    case 'deaf':
      if (!order.paid_at) order.deaf = (order.deaf ?? 0) + 1;
      return pay(gateway, order);
    case 'storm':
      return storm(gateway, order, times);
    case 'refund':
      return giveBack(gateway, order, part);
    case 'cancel':
      return leave(gateway, order);
    case 'expire':
      return order.status === 'waiting'
        ? did(expire(gateway, order).then(() => []))
        : no('订单不在等待支付');
    default:
      return lie(gateway, order, as);
  }
}

const again = (order: Order) => no(`订单${order.paid_at ? '已支付过' : '不能支付'}`);

function pay(gateway: Gateway, order: Order, paid = {}): Outcome {
  return markPaid(order, paid) ? did(announce(gateway, order)) : again(order);
}

/** Real money twice: the second payment has a number of its own. */
function payTwice(gateway: Gateway, order: Order): Outcome {
  if (!markPaid(order)) return again(order);
  const second = async () => [
    ...(await announce(gateway, order)),
    await tell(gateway, order, { event: 'success', trade_no: `${order.trade_no}2` }),
  ];
  return did(second());
}

function paySilently(gateway: Gateway, order: Order): Outcome {
  if (!markPaid(order)) return again(order);
  order.notify_at = 0;
  gateway.ledger.save(order);
  return did();
}

/** Many at once and out of order: among the successes stand older events that were no success yet. */
function storm(gateway: Gateway, order: Order, times: number): Outcome {
  markPaid(order);
  if (order.status !== 'paid') return again(order);
  order.attempts += 1;
  order.notify_at = Date.now() + (gateway.waits ?? protocolOf(order).waits)[0]!; // no list of waits is empty
  gateway.ledger.save(order);
  const some = Array.from({ length: Math.ceil(times / 4) });
  const tellings: Telling[] = shuffled([
    ...Array.from({ length: times }, () => ({ event: 'success' as const })),
    ...some.map(() => ({ event: 'waiting' as const })),
    ...some.map(() => ({ event: 'closed' as const })),
  ]);
  return did(inParallel(tellings, tellings.length, (telling) => tell(gateway, order, telling)));
}

const YEAR = 365 * 864e5;
/** Tells what is not so; the order stays as it is. */
function lie(gateway: Gateway, order: Order, as: 'fail' | 'forge' | 'stranger' | 'stale'): Outcome {
  if (as === 'stranger' && !protocolOf(order).has_merchant) return no('这个协议没有商户字段');
  const tellings: Record<typeof as, Telling> = {
    fail: { event: 'closed' },
    forge: { event: 'success', is_forged: true },
    stranger: { event: 'success', is_other_merchant: true },
    stale: { event: 'success', at: Date.now() - YEAR },
  };
  return did(tell(gateway, order, tellings[as]).then((answer) => [answer]));
}

function leave(gateway: Gateway, order: Order): Outcome {
  if (!cancel(order)) return no('订单已支付或已关闭');
  gateway.ledger.save(order);
  return did();
}

/** At the platform's own desk, behind the merchant's back: only a query tells. */
function giveBack(gateway: Gateway, order: Order, part?: number): Outcome {
  const rest = order.paid_cents - order.refunded_cents;
  const made = refund(gateway, order, { cents: part ?? rest });
  return typeof made === 'string' ? no(made) : did();
}
