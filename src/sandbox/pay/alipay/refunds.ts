import { failRefund, refund } from '../deeds.ts';
import { cents, type Gateway, hits, type Order, yuan } from '../state.ts';
import { moment } from '../telling/protocol.ts';
import { AlipayRefusal } from './refusal.ts';
import { text, tradeOf } from './trades.ts';

/** Refunds at once. The same out_request_no again gives the same answer, with fund_change N. */
export function giveBack(
  gateway: Gateway,
  content: Record<string, unknown>,
): Record<string, string> {
  const order = tradeOf(gateway, content);
  const out_refund_no = text(content, 'out_request_no') || order.out_trade_no;
  const wanted = cents(text(content, 'refund_amount'));
  const before = order.refunds.find((one) => one.out_refund_no === out_refund_no);
  if (before && before.cents !== wanted)
    throw new AlipayRefusal('ACQ.DISCORDANT_REPEAT_REQUEST', '请求信息不一致');
  if (wanted + order.refunded_cents > order.paid_cents && !before)
    throw new AlipayRefusal('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL', '退款金额超限');
  const reason = text(content, 'refund_reason');
  const made = refund(gateway, order, { cents: wanted, out_refund_no, reason });
  if (typeof made === 'string') throw new AlipayRefusal('ACQ.TRADE_STATUS_ERROR', made);
  if (!before && hits(gateway, 'refund_fails')) {
    failRefund(gateway, order, made);
    order.refunds.pop();
    throw new AlipayRefusal('ACQ.SELLER_BALANCE_NOT_ENOUGH', '卖家余额不足');
  }
  if (!before) tellAgain(gateway, order);
  return {
    buyer_logon_id: '159****5620',
    fund_change: before ? 'N' : 'Y',
    gmt_refund_pay: moment(made.done_at),
    out_trade_no: order.out_trade_no,
    refund_fee: yuan(order.refunded_cents),
    send_back_fee: before ? '0.00' : yuan(made.cents),
    trade_no: order.trade_no,
  };
}

/** A refund is told of like the payment was, by one more notice of the trade. */
function tellAgain(gateway: Gateway, order: Order): void {
  if (!order.notify_url) return;
  Object.assign(order, { attempts: 0, taken: false, notify_at: Date.now() });
  gateway.ledger.save(order);
}

/** A refund that is not there is answered as success without a word about it. */
export function findRefund(
  gateway: Gateway,
  content: Record<string, unknown>,
): Record<string, string> {
  const order = tradeOf(gateway, content);
  const out_request_no = text(content, 'out_request_no');
  const made = order.refunds.find((one) => one.out_refund_no === out_request_no);
  if (!made) return {};
  return {
    out_request_no,
    out_trade_no: order.out_trade_no,
    refund_amount: yuan(made.cents),
    refund_status: 'REFUND_SUCCESS',
    total_amount: yuan(order.paid_cents),
    trade_no: order.trade_no,
  };
}
