import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { yuan } from '../../platform/money.ts';
import { jsonOf } from './call-gateway.ts';
import { address, fieldsOf, heardCents, joined, setting, text, toldCents } from './fields.ts';
import { type At, type Gateway, isSettled, plainText, refusal, type Wanted } from './gateway.ts';

// 彩虹易支付 and its kin: MD5 over all fields that are not empty, sorted by bytes, values raw, the key behind them.

const Settings = z.object({
  address: setting(address, {
    label: '接口地址',
    kind: 'url',
    hint: '到域名或目录为止，不含 submit.php',
  }),
  pid: setting(text(40), { label: '商户 ID（pid）' }),
  key: setting(text(200), { label: '商户密钥', secret: true }),
  entry: setting(z.enum(['mapi', 'submit']).default('mapi'), {
    label: '下单方式',
    kind: 'select',
    options: [
      { value: 'mapi', label: '接口下单（mapi.php）' },
      { value: 'submit', label: '页面跳转（submit.php）' },
    ],
    hint: '网关不支持接口下单时选页面跳转',
  }),
  asks: setting(z.boolean().default(true), {
    label: '到账前向网关查询',
    kind: 'check',
    hint: '只有网关不支持订单查询时才关闭',
  }),
});
type Settings = z.output<typeof Settings>;

export function signEpay(fields: Record<string, string>, key: string): string {
  return createHash('md5')
    .update(joined(fields, 'sign', 'sign_type') + key)
    .digest('hex');
}

function isSigned(fields: Record<string, string>, key: string): boolean {
  const given = Buffer.from((fields['sign'] ?? '').toLowerCase());
  const right = Buffer.from(signEpay(fields, key));
  return key !== '' && given.length === right.length && timingSafeEqual(given, right);
}

/** At most 127 bytes, no letter cut in two: longer names break the signature of some gateways. */
export function shortTitle(title: string): string {
  let kept = Array.from(title.replace(/[\s&=+%#'"<>\\]+/g, ' ').trim() || '订单');
  while (Buffer.byteLength(kept.join('')) > 127) kept = kept.slice(0, -1);
  return kept.join('');
}

export function deviceOf(user_agent: string): string {
  if (/MicroMessenger/i.test(user_agent)) return 'wechat';
  if (/AlipayClient/i.test(user_agent)) return 'alipay';
  if (/\bQQ\//.test(user_agent)) return 'qq';
  return /Mobile|Android|iPhone/i.test(user_agent) ? 'mobile' : 'pc';
}

function orderFields({ settings }: At<Settings>, payment: Wanted) {
  return {
    pid: settings.pid,
    type: payment.method,
    out_trade_no: payment.payment_no,
    notify_url: payment.notify_url,
    return_url: payment.return_url,
    name: shortTitle(payment.title),
    money: yuan(payment.amount_cents),
  };
}

function signed(fields: Record<string, string>, key: string): string {
  const all = { ...fields, sign: signEpay(fields, key), sign_type: 'MD5' };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '')).toString();
}

const Said = z.object({ code: z.coerce.number(), msg: z.coerce.string().default('') });
const link = z.string().optional().catch(undefined);
const Placed = Said.extend({
  trade_no: z.coerce.string().optional(),
  ...{ payurl: link, qrcode: link, urlscheme: link },
});
const Order = Said.extend({
  pid: z.coerce.string().default(''),
  trade_no: z.coerce.string().default(''),
  out_trade_no: z.coerce.string().default(''),
  money: z.coerce.string().default(''),
  status: z.coerce.number().default(0),
});

async function place(at: At<Settings>, payment: Wanted) {
  const { settings, call } = at;
  const fields = {
    ...orderFields(at, payment),
    clientip: payment.ip ?? '127.0.0.1',
    device: deviceOf(payment.user_agent),
  };
  const answer = await call({
    action: 'start',
    url: `${settings.address}/mapi.php`,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: signed(fields, settings.key),
    subject: payment.payment_no,
    details: { money: fields.money, type: fields.type },
  });
  const placed = Placed.parse(jsonOf(answer));
  if (placed.code !== 1) throw new Error(`网关拒绝下单：${placed.msg.slice(0, 200)}`);
  return placed;
}

async function ask({ settings, call }: At<Settings>, action: string, more: object, subject = '') {
  const { pid, key } = settings;
  const query = new URLSearchParams({ act: action, pid, key, ...more });
  return jsonOf(
    await call({
      action,
      url: `${settings.address}/api.php?${query}`,
      ...(subject ? { subject } : {}),
    }),
  );
}

export const epayV1: Gateway<Settings> = {
  name: 'epay_v1',
  title: '易支付 V1',
  note: '彩虹易支付及兼容网关，MD5 签名',
  label: '在线支付',
  settings: Settings,
  methods: [
    { value: 'alipay', label: '支付宝', is_default: true },
    { value: 'wxpay', label: '微信支付', is_default: true },
    { value: 'qqpay', label: 'QQ 钱包' },
    { value: 'bank', label: '云闪付' },
  ],

  async start(at, payment) {
    const { settings } = at;
    if (settings.entry === 'submit') {
      const query = signed(orderFields(at, payment), settings.key);
      return { way: { kind: 'redirect', url: `${settings.address}/submit.php?${query}` } };
    }
    const { payurl, qrcode, urlscheme, trade_no } = await place(at, payment);
    const more = trade_no ? { trade_no } : {};
    if (payurl && URL.canParse(payurl)) return { way: { kind: 'redirect', url: payurl }, ...more };
    if (qrcode) return { way: { kind: 'qr', text: qrcode }, ...more };
    if (urlscheme) return { way: { kind: 'redirect', url: urlscheme }, ...more };
    throw new Error('网关没有给出支付地址');
  },

  parse({ settings }, callback) {
    const fields = fieldsOf(callback);
    if (!fields['out_trade_no'] || !fields['sign']) throw refusal('unreadable');
    if (!isSigned(fields, settings.key)) throw refusal('bad_signature');
    if (fields['pid'] !== settings.pid) throw refusal('other_merchant');
    return {
      payment_no: fields['out_trade_no'],
      trade_no: fields['trade_no'] ?? '',
      amount_cents: heardCents(fields['money']),
      currency: 'CNY',
      is_success: fields['trade_status'] === 'TRADE_SUCCESS',
    };
  },

  // It knows success only: whatever else it says, it may say again.
  answer: (verdict) => plainText(200, isSettled(verdict) ? 'success' : 'fail'),

  async find(at, payment) {
    const more = { out_trade_no: payment.payment_no };
    const order = Order.parse(await ask(at, 'order', more, payment.payment_no));
    if (order.code !== 1) {
      if (/不存在|没有|未找到|not (exist|found)/i.test(order.msg))
        return { state: 'unknown', trade_no: null, amount_cents: null };
      throw new Error(`网关拒绝查询：${order.msg.slice(0, 200)}`);
    }
    if (order.out_trade_no && order.out_trade_no !== payment.payment_no)
      throw new Error('网关答的是另一笔订单');
    return {
      state: ({ 1: 'paid', 2: 'refunded' } as const)[order.status] ?? 'open',
      trade_no: order.trade_no || null,
      amount_cents: order.money === '' ? null : toldCents(order.money),
    };
  },

  async refund(at, { payment, amount_cents, refund_no }) {
    const more = { out_trade_no: payment.payment_no, money: yuan(amount_cents) };
    const said = Said.parse(await ask(at, 'refund', more, refund_no));
    return said.code === 1
      ? { state: 'done' }
      : { state: 'refused', words: said.msg.slice(0, 200) || '网关拒绝退款' };
  },

  /** V1 knows no number of a refund: only a whole one can be seen. */
  async findRefund(at, { payment, amount_cents }) {
    const more = { out_trade_no: payment.payment_no };
    const order = Order.parse(await ask(at, 'order', more, payment.payment_no));
    const isWhole = amount_cents === payment.amount_cents;
    if (order.code === 1 && order.status === 2 && isWhole) return { state: 'done' };
    if (order.code === 1 && order.status === 1 && isWhole) return { state: 'none' };
    return { state: 'unsure', words: '网关没有应答，不能确认是否已退款，请到网关后台核对' };
  },

  async test(at) {
    const said = Said.parse(await ask(at, 'query', {}));
    if (said.code !== 1) throw new Error(said.msg || '网关拒绝：商户 ID 或密钥不正确');
    return '商户 ID 与密钥正确';
  },
};
