import type { Parameters } from '../bodies.ts';
import { type Gateway, type Order, paidCents, yuan } from '../state.ts';
import {
  DURATIONS,
  FORM,
  moment,
  type Protocol,
  type Telling,
  withFields,
} from '../telling/protocol.ts';
import { md5Of, rsaOf } from './sign.ts';

const { M, H } = DURATIONS;
const waits = [M, 3 * M, 20 * M, H, 2 * H];
const STATUS = { success: 'TRADE_SUCCESS', waiting: 'WAIT_BUYER_PAY', closed: 'TRADE_CLOSED' };
const isTaken = (_status: number, answer: string): boolean => answer.trim() === 'success';

function fieldsOf(gateway: Gateway, order: Order, telling: Telling): Parameters {
  const { type, name, param } = order;
  return {
    pid: telling.is_other_merchant ? '9999' : gateway.pid,
    trade_no: telling.trade_no ?? order.trade_no,
    out_trade_no: telling.out_trade_no ?? order.out_trade_no,
    type,
    name,
    money: yuan(telling.cents ?? paidCents(order)),
    trade_status: STATUS[telling.event],
    ...(param ? { param } : {}),
    ...(telling.has_extra_field ? { api_trade_no: `4200${order.trade_no}` } : {}),
  };
}

function signedV1(gateway: Gateway, order: Order, telling: Telling): Parameters {
  const fields = fieldsOf(gateway, order, telling);
  const sign = telling.is_forged ? 'f'.repeat(32) : md5Of(fields, gateway.key);
  return { ...fields, sign, sign_type: 'MD5' };
}

function signedV2(gateway: Gateway, order: Order, telling: Telling): Parameters {
  const fields = {
    ...fieldsOf(gateway, order, telling),
    addtime: moment(order.created_at),
    endtime: moment(order.paid_at),
    timestamp: `${Math.floor((telling.at ?? Date.now()) / 1000)}`,
    ...(telling.has_extra_field ? { buyer: '2088000000000000' } : {}),
  };
  const key = telling.is_forged ? gateway.keys.wechat : gateway.keys.epay;
  return { ...fields, sign: rsaOf(fields, key.private_key), sign_type: 'RSA' };
}

/** V1 tells by GET, or as a form where the operator wants it so; V2 by GET. */
export const epayNotices: Protocol = {
  waits,
  has_currency: false,
  has_merchant: true,
  isTaken,
  notice: (gateway, order, telling) => {
    const fields = signedV1(gateway, order, telling);
    if (gateway.store.state.notify_method !== 'POST')
      return { method: 'GET', url: withFields(order.notify_url, fields), headers: {} };
    const body = new URLSearchParams(fields).toString();
    return { method: 'POST', url: order.notify_url, headers: FORM, body };
  },
  back: (gateway, order) => backTo(order, () => signedV1(gateway, order, { event: 'success' })),
};

export const epay2Notices: Protocol = {
  ...epayNotices,
  notice: (gateway, order, telling) => ({
    method: 'GET',
    url: withFields(order.notify_url, signedV2(gateway, order, telling)),
    headers: {},
  }),
  back: (gateway, order) => backTo(order, () => signedV2(gateway, order, { event: 'success' })),
};

function backTo(order: Order, fields: () => Parameters): string {
  if (!order.return_url || order.status !== 'paid') return order.return_url;
  return withFields(order.return_url, fields());
}
