import type { Parameters } from '../bodies.ts';
import { addOrder } from '../deeds.ts';
import { cents, type Gateway, type Order } from '../state.ts';
import { isWeb } from '../telling/protocol.ts';

const TYPES = ['alipay', 'wxpay', 'qqpay', 'bank'];

/**
 * Takes an order of either version in, or gives the words why not; the signature is checked already. The
 * same number again gives the same order while it waits, so that a buyer may come back to the pay page.
 */
export function place(gateway: Gateway, p: Parameters, protocol: 'epay' | 'epay2'): Order | string {
  const { type = '', out_trade_no = '', notify_url = '', return_url = '', money = '' } = p;
  if (!/^[\w.|-]{1,64}$/.test(out_trade_no)) return '订单号（out_trade_no）格式不正确';
  if (!isWeb(notify_url)) return '通知地址（notify_url）不能为空';
  if (return_url && !isWeb(return_url)) return '回调地址（return_url）不正确';
  if (!p['name']) return '商品名称（name）不能为空';
  if (!(cents(money) > 0)) return '金额不合法';
  if (type && !TYPES.includes(type)) return '支付方式（type）不存在';
  const known = gateway.ledger.find({ out_trade_no, protocol });
  if (known && known.status !== 'waiting') return '该订单已支付或已关闭，请勿重复发起';
  if (known && cents(known.money) !== cents(money)) return '订单金额与已创建的不一致';
  const { name, param = '' } = p;
  const wish = { protocol, out_trade_no, name, money, notify_url, return_url, param };
  return known ?? addOrder(gateway, { ...wish, type: type || 'alipay' });
}

/** 1 paid, 0 not, 2 given back. */
export const statusOf = ({ status }: Order): number =>
  status === 'paid' ? 1 : status === 'refunded' ? 2 : 0;
