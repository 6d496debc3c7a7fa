import type { Parameters } from '../bodies.ts';
import { addOrder, cancel } from '../deeds.ts';
import { cents, type Gateway, type Order, paidCents, yuan } from '../state.ts';
import { isWeb, moment } from '../telling/protocol.ts';
import { findRefund, giveBack } from './refunds.ts';
import { AlipayRefusal } from './refusal.ts';
import { text, tradeOf } from './trades.ts';

export { AlipayRefusal };
export interface Reply {
  [field: string]: string | undefined;
}
type Method = (gateway: Gateway, p: Parameters, content: Record<string, unknown>) => Reply;

const DEEDS: Record<string, Method> = {
  'alipay.trade.precreate': (gateway, p, content) => {
    const { out_trade_no, trade_no } = place(gateway, p, content, 'precreate');
    return { out_trade_no, qr_code: `${gateway.base()}/pay/${trade_no}` };
  },
  'alipay.trade.page.pay': (gateway, p, content) => {
    if (content['product_code'] !== 'FAST_INSTANT_TRADE_PAY')
      throw new AlipayRefusal('ACQ.INVALID_PARAMETER', 'product_code 应为 FAST_INSTANT_TRADE_PAY');
    return { trade_no: place(gateway, p, content, 'page').trade_no };
  },
  'alipay.trade.wap.pay': (gateway, p, content) => {
    if (content['product_code'] !== 'QUICK_WAP_WAY')
      throw new AlipayRefusal('ACQ.INVALID_PARAMETER', 'product_code 应为 QUICK_WAP_WAY');
    return { trade_no: place(gateway, p, content, 'wap').trade_no };
  },
  'alipay.trade.query': (gateway, _p, content) => described(tradeOf(gateway, content)),
  'alipay.trade.close': (gateway, _p, content) => {
    const order = tradeOf(gateway, content);
    if (!cancel(order))
      throw new AlipayRefusal('ACQ.TRADE_STATUS_ERROR', '交易状态不合法，不能关闭');
    gateway.ledger.save(order);
    return { trade_no: order.trade_no, out_trade_no: order.out_trade_no };
  },
  'alipay.trade.refund': (gateway, _p, content) => giveBack(gateway, content),
  'alipay.trade.fastpay.refund.query': (gateway, _p, content) => findRefund(gateway, content),
};

/** What can be wanted from 支付宝 here. */
export const METHODS = new Map(Object.entries(DEEDS));

/** The same number and amount again give the same trade. */
function place(
  gateway: Gateway,
  p: Parameters,
  content: Record<string, unknown>,
  type: string,
): Order {
  const out_trade_no = text(content, 'out_trade_no');
  const money = text(content, 'total_amount');
  const name = text(content, 'subject');
  const invalid = (words: string) => new AlipayRefusal('ACQ.INVALID_PARAMETER', words);
  if (!/^\w{1,64}$/.test(out_trade_no))
    throw invalid('out_trade_no 只能是 64 位以内的字母数字下划线');
  if (!(cents(money) > 0)) throw invalid('total_amount 应为大于 0、至多两位小数的金额');
  if (!name || name.length > 256 || /[/=&]/.test(name))
    throw invalid('subject 不能为空，不超过 256 个字符，不能含 /、=、&');
  const { notify_url = '', return_url = '' } = p;
  if (notify_url && !isWeb(notify_url)) throw invalid('notify_url 不是网址');
  const known = gateway.ledger.find({ out_trade_no, protocol: 'alipay' });
  if (!known) {
    const param = typeof content['passback_params'] === 'string' ? content['passback_params'] : '';
    const wish = { protocol: 'alipay', out_trade_no, type, name, money, param } as const;
    return addOrder(gateway, { ...wish, notify_url, return_url, expires_at: expiry(content) });
  }
  if (known.status === 'paid' || known.status === 'refunded')
    throw new AlipayRefusal('ACQ.TRADE_HAS_SUCCESS', '交易已被支付');
  if (known.status !== 'waiting') throw new AlipayRefusal('ACQ.TRADE_HAS_CLOSE', '交易已经关闭');
  if (cents(known.money) !== cents(money))
    throw new AlipayRefusal('ACQ.CONTEXT_INCONSISTENT', '交易信息被篡改：金额与上次不一致');
  return known;
}

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** timeout_express `30m`, `2h`, `1d`, `1c` (till midnight), or time_expire in Beijing time. */
function expiry(content: Record<string, unknown>): number {
  const { timeout_express, time_expire } = content;
  const wrong = (name: string) => new AlipayRefusal('ACQ.INVALID_PARAMETER', `${name} 格式不正确`);
  if (typeof time_expire === 'string') {
    if (!/^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/.test(time_expire)) throw wrong('time_expire');
    return Date.parse(`${time_expire.replace(' ', 'T')}+08:00`);
  }
  if (typeof timeout_express !== 'string') return 0;
  if (timeout_express === '1c')
    return Date.parse(`${moment(Date.now()).slice(0, 10)}T23:59:59+08:00`);
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(timeout_express) ?? [];
  if (!count) throw wrong('timeout_express');
  return Date.now() + Number(count) * (UNITS[unit] ?? 0);
}

const STATUS = {
  waiting: 'WAIT_BUYER_PAY',
  paid: 'TRADE_SUCCESS',
  refunded: 'TRADE_CLOSED',
  cancelled: 'TRADE_CLOSED',
  expired: 'TRADE_CLOSED',
};

/** The word for how a trade stands. */
export const tradeStatus = ({ status }: Order): string => STATUS[status];

function described(order: Order): Reply {
  const total_amount = yuan(paidCents(order));
  return {
    buyer_logon_id: '159****5620',
    buyer_pay_amount: order.paid_at ? total_amount : '0.00',
    invoice_amount: order.paid_at ? total_amount : '0.00',
    out_trade_no: order.out_trade_no,
    point_amount: '0.00',
    receipt_amount: order.paid_at ? total_amount : '0.00',
    ...(order.paid_at ? { send_pay_date: moment(order.paid_at) } : {}),
    total_amount,
    trade_no: order.trade_no,
    trade_status: tradeStatus(order),
    ...(order.paid_at && order.paid_currency !== 'CNY'
      ? { trans_currency: order.paid_currency, pay_currency: order.paid_currency }
      : {}),
  };
}
