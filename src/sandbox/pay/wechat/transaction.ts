import { cents, type Gateway, type Order, paidCents } from '../state.ts';
import { rfc3339, type Telling } from '../telling/protocol.ts';

const STATE = {
  waiting: ['NOTPAY', '订单未支付'],
  paid: ['SUCCESS', '支付成功'],
  refunded: ['REFUND', '订单发生过退款'],
  cancelled: ['CLOSED', '订单已关闭'],
  expired: ['NOTPAY', '订单未支付'],
} as const;
const TOLD = { success: STATE.paid, waiting: STATE.waiting, closed: STATE.cancelled };

/** A transaction as queries answer it and callbacks carry it; `telling` for the latter. */
export function transaction(gateway: Gateway, order: Order, telling?: Telling): object {
  const [trade_state, trade_state_desc] = telling ? TOLD[telling.event] : stateOf(order);
  const isPaid = telling ? telling.event === 'success' : order.paid_at > 0;
  const currency = telling?.currency ?? (order.paid_currency || 'CNY');
  const total = telling?.cents ?? paidCents(order);
  return {
    mchid: telling?.is_other_merchant ? '1900009999' : gateway.mchid,
    appid: telling?.is_other_merchant ? 'wx0000000000009999' : gateway.appid,
    out_trade_no: telling?.out_trade_no ?? order.out_trade_no,
    trade_state,
    trade_state_desc,
    attach: order.param,
    ...(telling?.has_extra_field ? { promotion_detail: [], scene_info: { device_id: '1' } } : {}),
    ...(isPaid
      ? {
          transaction_id: telling?.trade_no ?? order.trade_no,
          trade_type: 'NATIVE',
          bank_type: 'OTHERS',
          success_time: rfc3339(order.paid_at || Date.now()),
          payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
          amount: { total, payer_total: total, currency, payer_currency: currency },
        }
      : { amount: { total: cents(order.money), currency: 'CNY' } }),
  };
}

/** Any refund, also a partial one, changes the state. */
const stateOf = (order: Order) => (order.refunded_cents > 0 ? STATE.refunded : STATE[order.status]);
