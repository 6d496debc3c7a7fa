import { type Gateway, type Order, paidCents } from '../state.ts';
import {
  DURATIONS,
  JSON_TYPE,
  type Notice,
  type Protocol,
  type Telling,
} from '../telling/protocol.ts';
import { hashOf, WALLET } from './api.ts';
import { signatureOf } from './sign.ts';

const { S, M } = DURATIONS;
const STATUS = { waiting: 1, success: 2, closed: 3 };

const isTaken = (status: number, answer: string): boolean =>
  status === 200 && answer.trim() === 'ok';

function told(gateway: Gateway, order: Order, telling: Telling): Notice {
  const coins = order.coins ?? '0';
  const fields = {
    trade_id: telling.trade_no ?? order.trade_no,
    order_id: telling.out_trade_no ?? order.out_trade_no,
    amount: (telling.cents ?? paidCents(order)) / 100,
    // BEpusdt has this as a text, epusdt as a number.
    actual_amount: order.protocol === 'bepusdt' ? coins : Number(coins),
    token: WALLET,
    block_transaction_id: telling.event === 'success' ? hashOf(order) : '',
    status: STATUS[telling.event],
    ...(telling.has_extra_field ? { trade_type: order.type } : {}),
  };
  const right = signatureOf(fields, gateway.token);
  const signature = telling.is_forged ? 'f'.repeat(32) : right;
  const body = JSON.stringify({ ...fields, signature });
  return { method: 'POST', url: order.notify_url, headers: JSON_TYPE, body };
}

/** Both tell in JSON and want `ok`. They know of no merchant, and their amount has no currency. */
export const epusdtNotices: Protocol = {
  waits: [5 * S, 5 * S, 5 * S, 5 * S, 5 * S],
  has_currency: false,
  has_merchant: false,
  notice: told,
  isTaken,
  back: (_gateway, order) => order.return_url,
};

export const bepusdtNotices: Protocol = {
  ...epusdtNotices,
  waits: [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024].map((minutes) => minutes * M),
};
