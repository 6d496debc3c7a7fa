import { addOrder } from '../deeds.ts';
import { cents, type Gateway, type Order, yuan } from '../state.ts';
import { isWeb } from '../telling/protocol.ts';

export interface Wish {
  order_id: string;
  money: string;
  notify_url: string;
  redirect_url: string;
  trade_type: string;
  fiat: string;
  name: string;
  timeout_s: number;
}

const FIATS = ['CNY', 'USD', 'EUR', 'GBP', 'JPY'];
/** Made-up prices of a coin in each currency. */
const RATES: Record<string, number> = { CNY: 7, USD: 1, EUR: 0.9, GBP: 0.8, JPY: 150 };

/** What is wished for, or in words what is wrong with it. */
export function wishOf(
  body: Record<string, unknown>,
  protocol: 'epusdt' | 'bepusdt',
): Wish | string {
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
  const { amount, timeout } = body;
  if (typeof amount !== 'number') return 'amount 应为 JSON 数字';
  if (!(cents(String(amount)) > 0)) return 'amount 应不小于 0.01，至多两位小数';
  if (!/^[\w.-]{1,64}$/.test(text('order_id'))) return 'order_id 格式不正确';
  if (!isWeb(text('notify_url'))) return 'notify_url 不能为空';
  const redirect_url = text('redirect_url');
  if (protocol === 'bepusdt' && !redirect_url) return 'redirect_url 不能为空';
  if (redirect_url && !isWeb(redirect_url)) return 'redirect_url 不是网址';
  const fiat = text('fiat') || 'CNY';
  if (!FIATS.includes(fiat)) return `fiat 只能是 ${FIATS.join('、')}`;
  if (timeout !== undefined && typeof timeout !== 'number') return 'timeout 应为数字';
  return {
    order_id: text('order_id'),
    money: yuan(cents(String(amount))),
    notify_url: text('notify_url'),
    redirect_url,
    trade_type: text('trade_type') || 'usdt.trc20',
    fiat,
    name: text('name') || text('order_id'),
    timeout_s: Math.max(120, timeout ?? 600),
  };
}

export const create = (gateway: Gateway, wish: Wish, protocol: 'epusdt' | 'bepusdt'): Order =>
  addOrder(gateway, { protocol, out_trade_no: wish.order_id, ...partsOf(wish) });

/** BEpusdt builds a waiting order anew when its number comes again; nothing when it is paid. */
export function rebuild(gateway: Gateway, order: Order, wish: Wish): Order | undefined {
  if (order.paid_at) return undefined;
  Object.assign(order, partsOf(wish), { status: 'waiting' });
  gateway.ledger.save(order);
  return order;
}

const partsOf = (wish: Wish) => ({
  type: wish.trade_type,
  name: wish.name,
  money: wish.money,
  currency: wish.fiat,
  notify_url: wish.notify_url,
  return_url: wish.redirect_url,
  expires_at: Date.now() + wish.timeout_s * 1000,
  coins: String(Number((Number(wish.money) / (RATES[wish.fiat] ?? 7)).toFixed(4)) || 0.0001),
});

export const STATUS = { waiting: 1, paid: 2, expired: 3, cancelled: 4 };

export const statusOf = ({ status }: Order): keyof typeof STATUS =>
  status === 'refunded' ? 'paid' : status;
