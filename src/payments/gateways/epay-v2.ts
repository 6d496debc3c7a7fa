import { z } from 'zod';
import { now } from '../../platform/clock.ts';
import { yuan } from '../../platform/money.ts';
import { jsonOf } from './call-gateway.ts';
import { deviceOf, shortTitle } from './epay-v1.ts';
import { address, fieldsOf, heardCents, joined, setting, text, toldCents } from './fields.ts';
import { type At, type Gateway, isSettled, plainText, refusal } from './gateway.ts';
import { isRsa, isSignedRsa, privateKeyOf, publicKeyOf, signRsa } from './rsa.ts';

// 彩虹易支付 V2: the string of V1, signed with RSA-SHA256; its answers are signed too.

const Settings = z.object({
  address: setting(address, { label: '接口地址', kind: 'url', hint: '到域名为止，不含 /api/pay' }),
  pid: setting(text(40), { label: '商户 ID（pid）' }),
  private_key: setting(text(4000).refine(isRsa(privateKeyOf), '不是正确的 RSA 私钥'), {
    label: '商户私钥',
    secret: true,
    rows: 5,
  }),
  public_key: setting(text(4000).refine(isRsa(publicKeyOf), '不是正确的 RSA 公钥'), {
    label: '平台公钥',
    rows: 4,
  }),
});
type Settings = z.output<typeof Settings>;

const signable = (fields: Record<string, string>) => joined(fields, 'sign', 'sign_type');

const Said = z.looseObject({ code: z.coerce.number(), msg: z.coerce.string().default('') });

/** Asks; an answer without the platform's signature is no answer, but for a refusal, which it may not sign. */
async function ask(
  { settings, call }: At<Settings>,
  path: string,
  own: Record<string, string>,
  subject = '',
) {
  const timestamp = String(Math.floor(now().getTime() / 1000));
  const fields = { pid: settings.pid, ...own, timestamp };
  const sign = signRsa(signable(fields), settings.private_key);
  const filled = Object.entries({ ...fields, sign, sign_type: 'RSA' });
  const answer = await call({
    action: path.replace(/^.*\//, ''),
    url: `${settings.address}${path}`,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(filled.filter(([, value]) => value !== '')).toString(),
    ...(subject ? { subject } : {}),
    details: 'money' in own ? { money: own['money'] ?? '' } : {},
  });
  const said = Said.parse(jsonOf(answer));
  if (
    said.code === 0 &&
    !isSignedRsa(signable(textsOf(said)), String(said['sign'] ?? ''), settings.public_key)
  )
    throw new Error('网关应答的签名不正确，请核对平台公钥');
  return said;
}

/** Plain values as the texts that were signed; lists and nothing are left out. */
function textsOf(said: Record<string, unknown>): Record<string, string> {
  const plain = Object.entries(said).filter(([, value]) =>
    ['string', 'number'].includes(typeof value),
  );
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}

const worded = (said: { msg: string }) => said.msg.slice(0, 200) || '网关没有说明原因';
const isNone = (said: { msg: string }) => /不存在|没有|未找到|not (exist|found)/i.test(said.msg);

export const epayV2: Gateway<Settings> = {
  name: 'epay_v2',
  title: '易支付 V2',
  note: '彩虹易支付新版接口，RSA 签名',
  label: '在线支付',
  settings: Settings,
  methods: [
    { value: 'alipay', label: '支付宝', is_default: true },
    { value: 'wxpay', label: '微信支付', is_default: true },
    { value: 'qqpay', label: 'QQ 钱包' },
    { value: 'bank', label: '云闪付' },
  ],

  async start(at, payment) {
    const device = deviceOf(payment.user_agent);
    const own = {
      ...{ method: 'web', device, type: payment.method, out_trade_no: payment.payment_no },
      ...{ notify_url: payment.notify_url, return_url: payment.return_url },
      ...{ name: shortTitle(payment.title), money: yuan(payment.amount_cents) },
      clientip: payment.ip ?? '127.0.0.1',
    };
    const said = await ask(at, '/api/pay/create', own, payment.payment_no);
    if (said.code !== 0) throw new Error(`网关拒绝下单：${worded(said)}`);
    const { pay_type, pay_info, trade_no } = textsOf(said);
    const more = trade_no ? { trade_no } : {};
    if (!pay_info) throw new Error('网关没有给出支付地址');
    if (pay_type === 'qrcode') return { way: { kind: 'qr', text: pay_info }, ...more };
    if (pay_type === 'jump' || pay_type === 'urlscheme')
      return { way: { kind: 'redirect', url: pay_info }, ...more };
    throw new Error(`网关给出的支付方式不支持：${pay_type}`);
  },

  parse({ settings }, callback) {
    const fields = fieldsOf(callback);
    const { out_trade_no, sign } = fields;
    if (!out_trade_no || !sign) throw refusal('unreadable');
    if (!isSignedRsa(signable(fields), sign, settings.public_key)) throw refusal('bad_signature');
    if (fields['pid'] !== settings.pid) throw refusal('other_merchant');
    return {
      payment_no: out_trade_no,
      trade_no: fields['trade_no'] ?? '',
      amount_cents: heardCents(fields['money']),
      currency: 'CNY',
      is_success: fields['trade_status'] === 'TRADE_SUCCESS',
    };
  },

  answer: (verdict) => plainText(200, isSettled(verdict) ? 'success' : 'fail'),

  async find(at, { payment_no }) {
    const said = await ask(at, '/api/pay/query', { out_trade_no: payment_no }, payment_no);
    if (said.code !== 0 && isNone(said))
      return { state: 'unknown', trade_no: null, amount_cents: null };
    if (said.code !== 0) throw new Error(`网关拒绝查询：${worded(said)}`);
    const { trade_no, money = '', status, out_trade_no } = textsOf(said);
    if (out_trade_no !== payment_no) throw new Error('网关答的是另一笔订单');
    return {
      state: ({ '1': 'paid', '2': 'refunded' } as const)[status ?? ''] ?? 'open',
      trade_no: trade_no ?? null,
      amount_cents: toldCents(money),
    };
  },

  async refund(at, { payment, amount_cents, refund_no }) {
    const money = yuan(amount_cents);
    const own = { out_trade_no: payment.payment_no, money, out_refund_no: refund_no };
    const said = await ask(at, '/api/pay/refund', own, refund_no);
    if (said.code !== 0) return { state: 'refused', words: worded(said) };
    return { state: 'done', ...numbered(said) };
  },

  async findRefund(at, { refund_no }) {
    const said = await ask(at, '/api/pay/refundquery', { out_refund_no: refund_no }, refund_no);
    if (said.code !== 0 && isNone(said)) return { state: 'none' };
    if (said.code !== 0) throw new Error(`网关拒绝查询退款：${worded(said)}`);
    if (textsOf(said)['status'] === '1') return { state: 'done', ...numbered(said) };
    return { state: 'refused', words: '网关退款失败' };
  },

  async test(at) {
    const said = await ask(at, '/api/pay/query', { out_trade_no: 'BEIKATEST' });
    if (said.code !== 0 && !isNone(said)) throw new Error(worded(said));
    return '商户 ID 与密钥正确';
  },
};

function numbered(said: Record<string, unknown>) {
  const { refund_no } = textsOf(said);
  return refund_no ? { refund_no } : {};
}
