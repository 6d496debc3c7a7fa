import { isSigned, type Parameters } from './sign.ts';
import { cents, findOrder, type Gateway, type Order } from './state.ts';

const TYPES = ['alipay', 'wxpay', 'qqpay', 'bank'];
const web = (url: string): boolean => URL.canParse(url) && /^https?:/.test(url);

/**
 * Takes an order in, or gives the words why not. The same number again gives the same order while
 * it waits, so that a customer may come back to the pay page.
 */
export function placeOrder(gateway: Gateway, p: Parameters): Order | string {
  const { pid = '', type = '', out_trade_no = '', notify_url = '', return_url = '' } = p;
  if (pid !== gateway.pid) return '商户ID不存在';
  if (!isSigned(p, gateway.key)) return '签名校验失败，请返回重试！';
  if (!/^[\w.|-]{1,64}$/.test(out_trade_no)) return '订单号（out_trade_no）格式不正确';
  if (!web(notify_url)) return '通知地址（notify_url）不能为空';
  if (return_url && !web(return_url)) return '回调地址（return_url）不正确';
  if (!p['name']) return '商品名称（name）不能为空';
  if (!(cents(p['money'] ?? '') > 0)) return '金额不合法';
  if (type && !TYPES.includes(type)) return '支付方式（type）不存在';
  const known = findOrder(gateway, { out_trade_no });
  if (known && known.status !== 'waiting') return '该订单已支付或已关闭，请勿重复发起';
  if (known && cents(known.money) !== cents(p['money'] ?? '')) return '订单金额与已创建的不一致';
  return known ?? addOrder(gateway, p);
}

function addOrder({ store }: Gateway, p: Parameters): Order {
  const { state } = store;
  const now = Date.now();
  const stamp = new Date(now + 8 * 36e5).toISOString().replace(/\D/g, '').slice(0, 14);
  const order: Order = {
    trade_no: `${stamp}${String(state.next++).padStart(5, '0')}`,
    out_trade_no: p['out_trade_no'] ?? '',
    type: p['type'] || 'alipay',
    name: cut(p['name'] ?? '', 127),
    money: (cents(p['money'] ?? '') / 100).toFixed(2),
    notify_url: p['notify_url'] ?? '',
    return_url: p['return_url'] ?? '',
    param: p['param'] ?? '',
    status: 'waiting',
    created_at: now,
    paid_at: 0,
    refunded_cents: 0,
    attempts: 0,
    notify_at: 0,
    taken: false,
  };
  state.orders.push(order);
  if (state.auto) markPaid(order);
  store.commit();
  return order;
}

/** At most so many bytes of UTF-8, no character cut in two. */
function cut(text: string, bytes: number): string {
  let kept = text;
  while (Buffer.byteLength(kept) > bytes) kept = [...kept].slice(0, -1).join('');
  return kept;
}

/** The customer paid: the first notification is due at once. False when it was not waiting. */
export function markPaid(order: Order): boolean {
  if (order.status !== 'waiting' && order.status !== 'cancelled') return false;
  order.status = 'paid';
  order.paid_at = Date.now();
  order.notify_at = order.paid_at;
  return true;
}

/** Gives money back, whole or in part; the words say why not. */
export function refund(order: Order | undefined, money: string): string {
  const amount = cents(money);
  if (!order) return '订单号不存在';
  if (order.status !== 'paid' && order.status !== 'refunded') return '只有已支付的订单才能退款';
  if (!(amount > 0)) return '退款金额不合法';
  if (order.refunded_cents + amount > cents(order.money)) return '退款金额超过可退金额';
  order.refunded_cents += amount;
  if (order.refunded_cents === cents(order.money)) order.status = 'refunded';
  return '';
}
