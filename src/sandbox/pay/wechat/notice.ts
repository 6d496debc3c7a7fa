import { randomUUID } from 'node:crypto';
import type { Gateway, Order, Refund } from '../state.ts';
import { DURATIONS, JSON_TYPE, type Notice, type Protocol, rfc3339 } from '../telling/protocol.ts';
import { signatureOf } from './authorize.ts';
import { toldRefund } from './refunds.ts';
import { seal } from './sign.ts';
import { transaction } from './transaction.ts';

const { S, M, H } = DURATIONS;
const EVENT = {
  success: ['TRANSACTION.SUCCESS', '支付成功'],
  // These two are made up: 微信支付 tells of success only. They are what nobody should trip over.
  waiting: ['TRANSACTION.NOTPAY', '订单未支付'],
  closed: ['TRANSACTION.CLOSED', '订单已关闭'],
} as const;

/** 微信支付 tells in JSON whose core is sealed with the APIv3 key; 200 or 204 is understood as taken. */
export const wechatNotices: Protocol = {
  waits: [
    ...[15 * S, 15 * S, 30 * S, 3 * M, 10 * M, 20 * M, 30 * M, 30 * M, 30 * M, H],
    ...[3 * H, 3 * H, 3 * H, 6 * H, 6 * H],
  ],
  has_currency: true,
  has_merchant: true,
  isTaken: (status) => status === 200 || status === 204,
  notice: (gateway, order, telling) => {
    const [event_type, summary] = EVENT[telling.event];
    const content = transaction(gateway, order, telling);
    return sealed(gateway, order.notify_url, {
      ...{ event_type, summary, content, original_type: 'transaction' },
      isForged: telling.is_forged ?? false,
      ...(telling.at ? { at: telling.at } : {}),
    });
  },
  back: (_gateway, order) => order.return_url,
};

/** The callback that tells how a refund ended. */
export const refundNotice = (gateway: Gateway, order: Order, made: Refund): Notice =>
  sealed(gateway, made.notify_url, {
    event_type: made.status === 'done' ? 'REFUND.SUCCESS' : 'REFUND.ABNORMAL',
    summary: made.status === 'done' ? '退款成功' : '退款异常',
    content: toldRefund(gateway, order, made),
    original_type: 'refund',
    isForged: false,
  });

function sealed(
  gateway: Gateway,
  url: string,
  event: {
    event_type: string;
    summary: string;
    content: object;
    original_type: string;
    isForged: boolean;
    at?: number;
  },
): Notice {
  const { event_type, summary, original_type, isForged } = event;
  const at = event.at ?? Date.now();
  const text = JSON.stringify(event.content);
  const body = JSON.stringify({
    id: randomUUID(),
    create_time: rfc3339(at),
    resource_type: 'encrypt-resource',
    event_type,
    summary,
    resource: { original_type, ...seal(gateway.apiv3_key, text, original_type) },
  });
  const isPublicKey = gateway.store.state.wechat_verify !== 'certificate';
  const headers = { ...JSON_TYPE, ...signatureOf(gateway, body, { isPublicKey, isForged, at }) };
  return { method: 'POST', url, headers, body };
}
