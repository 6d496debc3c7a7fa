import { z } from 'zod';
import { SECOND, shownTime } from '../../platform/clock.ts';
import { shortTitle } from './epay-v1.ts';
import {
  type Found,
  type Gateway,
  isSettled,
  plainText,
  type RefundFound,
  refusal,
} from './gateway.ts';
import { callWechat, faultOf, openResource, WechatSettings } from './wechat-call.ts';

const Event = z.object({ event_type: z.string(), resource: z.unknown() });
const Transaction = z.object({
  mchid: z.string(),
  appid: z.string().default(''),
  out_trade_no: z.string(),
  transaction_id: z.string().default(''),
  trade_state: z.string().default(''),
  amount: z.object({ total: z.number().int(), currency: z.string().default('CNY') }).optional(),
  success_time: z.string().optional(),
});

/** '2026-11-22T16:30:05+08:00', without parts of a second. */
const rfc3339 = (at: Date) =>
  `${shownTime(new Date(Math.floor(at.getTime() / SECOND) * SECOND)).replace(' ', 'T')}+08:00`;

const worded = (status: number, said: Record<string, unknown>) =>
  `${String(said['message'] ?? '没有说明')}（${String(said['code'] ?? status)}）`.slice(0, 200);

const STATES: Record<string, Found['state']> = {
  SUCCESS: 'paid',
  REFUND: 'refunded',
  CLOSED: 'closed',
  REVOKED: 'closed',
};

function refundFound(said: Record<string, unknown>): RefundFound {
  const number = typeof said['refund_id'] === 'string' ? { refund_no: said['refund_id'] } : {};
  if (said['status'] === 'SUCCESS') return { state: 'done', ...number };
  if (said['status'] === 'PROCESSING') return { state: 'pending', ...number };
  return { state: 'refused', words: `微信支付退款异常（${String(said['status'])}）` };
}

export const wechat: Gateway<WechatSettings> = {
  name: 'wechat',
  title: '微信支付',
  note: '微信支付 v3 扫码（Native），微信支付公钥或平台证书',
  label: '微信支付',
  settings: WechatSettings,
  methods: [],

  async start(at, payment) {
    const { mchid, appid } = at.settings;
    const { status, said } = await callWechat(at, {
      action: 'native',
      path: '/v3/pay/transactions/native',
      subject: payment.payment_no,
      amount: payment.amount_cents,
      body: {
        ...{ appid, mchid, description: shortTitle(payment.title) },
        ...{ out_trade_no: payment.payment_no, notify_url: payment.notify_url },
        time_expire: rfc3339(payment.expires_at),
        amount: { total: payment.amount_cents, currency: payment.currency },
      },
    });
    if (status !== 200 || typeof said['code_url'] !== 'string')
      throw new Error(`微信支付拒绝下单：${worded(status, said)}`);
    return { way: { kind: 'qr', text: said['code_url'] } };
  },

  parse({ settings }, { headers, body }) {
    const text = body.toString();
    const fault = faultOf(settings, headers, text);
    if (fault) throw refusal(fault);
    const { event_type, resource } = Event.parse(JSON.parse(text));
    const told = Transaction.parse(openResource(settings, resource));
    if (told.mchid !== settings.mchid) throw refusal('other_merchant');
    const isPayment = event_type.startsWith('TRANSACTION.');
    if (isPayment && told.appid !== settings.appid) throw refusal('other_merchant');
    return {
      payment_no: told.out_trade_no,
      trade_no: told.transaction_id,
      amount_cents: told.amount?.total ?? -1,
      currency: told.amount?.currency ?? 'CNY',
      is_success: isPayment && told.trade_state === 'SUCCESS',
      ...(told.success_time ? { occurred_at: new Date(told.success_time) } : {}),
    };
  },

  answer: (verdict) => {
    if (isSettled(verdict) || verdict === 'not_success') return plainText(204, '');
    const status = verdict === 'bad_signature' || verdict === 'too_old' ? 401 : 400;
    const body = JSON.stringify({ code: 'FAIL', message: verdict });
    return { status, type: 'application/json; charset=utf-8', body };
  },

  async find(at, { payment_no }) {
    const { mchid } = at.settings;
    const path = `/v3/pay/transactions/out-trade-no/${payment_no}?mchid=${mchid}`;
    const { status, said } = await callWechat(at, { action: 'query', path, subject: payment_no });
    if (status === 404) return { state: 'unknown', trade_no: null, amount_cents: null };
    if (status !== 200) throw new Error(`微信支付拒绝查询：${worded(status, said)}`);
    const told = Transaction.parse(said);
    if (told.out_trade_no !== payment_no || told.mchid !== mchid)
      throw new Error('微信支付答的是另一笔订单');
    if (told.amount && told.amount.currency !== 'CNY')
      throw new Error('微信支付答的币种不是人民币');
    return {
      state: STATES[told.trade_state] ?? 'open',
      trade_no: told.transaction_id || null,
      amount_cents: told.amount?.total ?? null,
    };
  },

  async refund(at, { payment, refund_no, amount_cents, reason }) {
    const amount = { refund: amount_cents, total: payment.amount_cents, currency: 'CNY' };
    const { status, said } = await callWechat(at, {
      ...{ action: 'refund', path: '/v3/refund/domestic/refunds', subject: refund_no },
      amount: amount_cents,
      body: {
        ...{ out_trade_no: payment.payment_no, out_refund_no: refund_no, amount },
        reason: reason.slice(0, 80),
      },
    });
    if (status === 200) return refundFound(said);
    if (status >= 500 || status === 429) throw new Error(worded(status, said));
    return { state: 'refused', words: worded(status, said) };
  },

  async findRefund(at, { refund_no }) {
    const path = `/v3/refund/domestic/refunds/${refund_no}`;
    const { status, said } = await callWechat(at, {
      ...{ action: 'refund-query', path, subject: refund_no },
    });
    if (status === 404) return { state: 'none' };
    if (status !== 200) throw new Error(worded(status, said));
    return refundFound(said);
  },

  async test(at) {
    const path = `/v3/pay/transactions/out-trade-no/BEIKATEST?mchid=${at.settings.mchid}`;
    const asked = { action: 'query', path, subject: 'BEIKATEST' };
    const { status, said } = await callWechat(at, asked);
    if (status !== 200 && status !== 404) throw new Error(worded(status, said));
    return '商户号、证书与密钥正确';
  },
};
