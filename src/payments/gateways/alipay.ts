import { shownTime } from '../../platform/clock.ts';
import { yuan } from '../../platform/money.ts';
import { type AlipayAnswer, AlipaySettings, callAlipay, signedRequest } from './alipay-call.ts';
import { fieldsOf, heardCents, joined, toldCents } from './fields.ts';
import { type Gateway, isSettled, plainText, refusal, type Wanted } from './gateway.ts';
import { isSignedRsa } from './rsa.ts';

const PAGES = {
  page: { method: 'alipay.trade.page.pay', product_code: 'FAST_INSTANT_TRADE_PAY' },
  wap: { method: 'alipay.trade.wap.pay', product_code: 'QUICK_WAP_WAY' },
} as const;

const PAID = ['TRADE_SUCCESS', 'TRADE_FINISHED'];

const worded = ({ sub_msg, msg, sub_code, code }: AlipayAnswer) =>
  `${sub_msg || msg}（${sub_code || code}）`.slice(0, 200);

/** The system's own troubles pass: the same may be asked again. */
function isPassing({ code, sub_code }: AlipayAnswer): boolean {
  return code === '20000' || /SYSTEM_ERROR|UNKNOW|isp\./.test(sub_code);
}

function bizOf(payment: Wanted): Record<string, string> {
  return {
    out_trade_no: payment.payment_no,
    total_amount: yuan(payment.amount_cents),
    subject: payment.title.replace(/[/=&]/g, ' ').slice(0, 120),
    time_expire: shownTime(payment.expires_at),
  };
}

export const alipay: Gateway<AlipaySettings> = {
  name: 'alipay',
  title: '支付宝',
  note: '当面付扫码、电脑网站、手机网站支付，密钥或证书模式',
  label: '支付宝',
  settings: AlipaySettings,
  methods: [
    { value: 'scan', label: '支付宝扫码', hint: '当面付', is_default: true },
    { value: 'page', label: '支付宝', hint: '电脑网站支付' },
    { value: 'wap', label: '支付宝', hint: '手机网站支付' },
  ],

  async start(at, payment) {
    const { notify_url, return_url, method } = payment;
    const biz = bizOf(payment);
    if (method === 'page' || method === 'wap') {
      const { method: name, product_code } = PAGES[method];
      const more = { notify_url, return_url };
      const query = signedRequest(at.settings, name, { ...biz, product_code }, more);
      return { way: { kind: 'redirect', url: `${at.settings.address}?${query}` } };
    }
    const said = await callAlipay(at, 'alipay.trade.precreate', biz, { notify_url });
    if (said.code !== '10000' || typeof said['qr_code'] !== 'string')
      throw new Error(`支付宝拒绝下单：${worded(said)}`);
    return { way: { kind: 'qr', text: said['qr_code'] } };
  },

  parse({ settings }, callback) {
    const fields = fieldsOf(callback);
    const { sign, out_trade_no } = fields;
    if (!sign || !out_trade_no) throw refusal('unreadable');
    if (fields['sign_type'] !== 'RSA2') throw refusal('bad_signature');
    if (!isSignedRsa(joined(fields, 'sign', 'sign_type'), sign, settings.public_key))
      throw refusal('bad_signature');
    if (fields['app_id'] !== settings.app_id || fields['seller_id'] !== settings.seller_id)
      throw refusal('other_merchant');
    return {
      payment_no: out_trade_no,
      trade_no: fields['trade_no'] ?? '',
      amount_cents: heardCents(fields['total_amount']),
      currency: fields['trans_currency'] || 'CNY',
      // A refund is told by the same event with a refund in it: it is no new payment.
      is_success: PAID.includes(fields['trade_status'] ?? '') && !fields['refund_fee'],
    };
  },

  answer: (verdict) =>
    plainText(200, isSettled(verdict) || verdict === 'not_success' ? 'success' : 'fail'),

  async find(at, { payment_no }) {
    const said = await callAlipay(at, 'alipay.trade.query', { out_trade_no: payment_no });
    if (said.sub_code === 'ACQ.TRADE_NOT_EXIST')
      return { state: 'unknown', trade_no: null, amount_cents: null };
    if (said.code !== '10000') throw new Error(`支付宝拒绝查询：${worded(said)}`);
    if (said['out_trade_no'] !== payment_no) throw new Error('支付宝答的是另一笔订单');
    const status = String(said['trade_status']);
    return {
      state: PAID.includes(status) ? 'paid' : status === 'TRADE_CLOSED' ? 'closed' : 'open',
      trade_no: String(said['trade_no'] ?? '') || null,
      amount_cents: toldCents(String(said['total_amount'] ?? '')),
    };
  },

  async refund(at, { payment, refund_no, amount_cents, reason }) {
    const said = await callAlipay(at, 'alipay.trade.refund', {
      ...{ out_trade_no: payment.payment_no, out_request_no: refund_no },
      ...{ refund_amount: yuan(amount_cents), refund_reason: reason.slice(0, 80) },
    });
    if (said.code === '10000') return { state: 'done' };
    if (isPassing(said)) throw new Error(worded(said));
    return { state: 'refused', words: worded(said) };
  },

  async findRefund(at, { payment, refund_no }) {
    const said = await callAlipay(at, 'alipay.trade.fastpay.refund.query', {
      ...{ out_trade_no: payment.payment_no, out_request_no: refund_no },
    });
    if (said.sub_code === 'ACQ.TRADE_NOT_EXIST') return { state: 'none' };
    if (said.code !== '10000') throw new Error(worded(said));
    return { state: said['refund_status'] === 'REFUND_SUCCESS' ? 'done' : 'none' };
  },

  async test(at) {
    const said = await callAlipay(at, 'alipay.trade.query', { out_trade_no: 'BEIKATEST' });
    if (said.code !== '10000' && said.sub_code !== 'ACQ.TRADE_NOT_EXIST')
      throw new Error(worded(said));
    return '应用与密钥正确';
  },
};
