import type { Gateway, Order } from '../state.ts';
import { AlipayRefusal } from './refusal.ts';

/** A field of biz_content as text: numbers are taken too, as 支付宝 does. */
export function text(content: Record<string, unknown>, name: string): string {
  const value = content[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The trade that is asked for. There is none before the buyer has seen it, whatever was precreated. */
export function tradeOf(gateway: Gateway, content: Record<string, unknown>): Order {
  const trade_no = text(content, 'trade_no');
  const out_trade_no = text(content, 'out_trade_no');
  if (!trade_no && !out_trade_no)
    throw new AlipayRefusal('ACQ.INVALID_PARAMETER', 'trade_no 和 out_trade_no 不能都为空');
  const order = gateway.ledger.find({ trade_no, out_trade_no, protocol: 'alipay' });
  if (order?.protocol === 'alipay' && order.seen_at > 0) return order;
  throw new AlipayRefusal('ACQ.TRADE_NOT_EXIST', '交易不存在');
}
