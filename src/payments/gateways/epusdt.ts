import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { fromNow, SECOND } from '../../platform/clock.ts';
import { jsonOf } from './call-gateway.ts';
import { address, heardCents, joined, setting, text } from './fields.ts';
import { flatJson } from './flat-json.ts';
import { type At, type Gateway, isSettled, plainText, refusal, type Wanted } from './gateway.ts';

// epusdt and its successor BEpusdt: MD5 over the fields that are not empty, sorted, the token behind them. Numbers are
// signed as they are written, so that of what comes the literal text counts.

const Settings = z.object({
  address: setting(address, { label: '接口地址', kind: 'url', hint: '到域名为止，不含 /api/v1' }),
  token: setting(text(200), { label: 'API 令牌（token）', secret: true }),
  flavour: setting(z.enum(['bepusdt', 'epusdt']).default('bepusdt'), {
    label: '网关种类',
    kind: 'select',
    options: [
      { value: 'bepusdt', label: 'BEpusdt' },
      { value: 'epusdt', label: 'epusdt' },
    ],
  }),
});
type Settings = z.output<typeof Settings>;

export function signEpusdt(fields: Record<string, string>, token: string): string {
  return createHash('md5')
    .update(joined(fields, 'signature') + token)
    .digest('hex');
}

function isSigned(fields: Record<string, string>, token: string): boolean {
  const given = Buffer.from((fields['signature'] ?? '').toLowerCase());
  const right = Buffer.from(signEpusdt(fields, token));
  return token !== '' && given.length === right.length && timingSafeEqual(given, right);
}

/** Less than two minutes is refused; whoever pays at the last moment pays late, which lands too. */
function secondsLeft(payment: Wanted): number {
  return Math.max(120, Math.floor((payment.expires_at.getTime() - fromNow(0).getTime()) / SECOND));
}

function orderOf({ settings }: At<Settings>, payment: Wanted): Record<string, string | number> {
  return {
    order_id: payment.payment_no,
    // Two decimals at most: the shortest way to write it is what is signed.
    amount: payment.amount_cents / 100,
    notify_url: payment.notify_url,
    redirect_url: payment.return_url,
    ...(settings.flavour === 'bepusdt'
      ? { trade_type: payment.method, fiat: payment.currency, timeout: secondsLeft(payment) }
      : {}),
  };
}

const Placed = z.object({
  status_code: z.coerce.number(),
  message: z.coerce.string().default(''),
  data: z.object({ trade_id: z.string(), order_id: z.string(), payment_url: z.url() }).nullish(),
});
const Status = z.object({ trade_id: z.string(), status: z.coerce.number() });
const Asked = z.union([Status, z.object({ data: Status }).transform(({ data }) => data)]);

const STATES = { 1: 'open', 2: 'paid', 3: 'closed' } as const;

export const epusdt: Gateway<Settings> = {
  name: 'epusdt',
  title: 'USDT（epusdt、BEpusdt）',
  note: '自建的 epusdt 或 BEpusdt 网关，收 USDT 等',
  label: 'USDT',
  settings: Settings,
  methods: [
    { value: 'usdt.trc20', label: 'USDT', hint: 'TRC20', is_default: true },
    { value: 'usdt.bep20', label: 'USDT', hint: 'BEP20' },
    { value: 'usdt.polygon', label: 'USDT', hint: 'Polygon' },
    { value: 'usdc.polygon', label: 'USDC', hint: 'Polygon' },
    { value: 'tron.trx', label: 'TRX', hint: 'TRON' },
  ],

  async start(at, payment) {
    const order = orderOf(at, payment);
    const texts = Object.entries(order).map(([name, value]) => [name, String(value)]);
    const signature = signEpusdt(Object.fromEntries(texts), at.settings.token);
    const answer = await at.call({
      action: 'create',
      url: `${at.settings.address}/api/v1/order/create-transaction`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...order, signature }),
      subject: payment.payment_no,
      details: { amount: String(order['amount']) },
    });
    const { status_code, message, data } = Placed.parse(jsonOf(answer));
    if (status_code !== 200 || !data) throw new Error(`网关拒绝下单：${message.slice(0, 200)}`);
    if (data.order_id !== payment.payment_no) throw new Error('网关答的是另一笔订单');
    return { way: { kind: 'redirect', url: data.payment_url }, trade_no: data.trade_id };
  },

  parse({ settings }, { body }) {
    const fields = flatJson(body.toString());
    if (!fields?.['order_id'] || !fields['signature']) throw refusal('unreadable');
    if (!isSigned(fields, settings.token)) throw refusal('bad_signature');
    return {
      payment_no: fields['order_id'],
      trade_no: fields['trade_id'] ?? '',
      amount_cents: heardCents(fields['amount']),
      currency: fields['fiat'] || 'CNY',
      is_success: fields['status'] === '2',
    };
  },

  answer: (verdict) => {
    const isHeard = isSettled(verdict) || verdict === 'not_success';
    return isHeard ? plainText(200, 'ok') : plainText(400, 'fail');
  },

  /** It is asked by its own number and tells no amount: that is in what it signed. */
  async find(at, { payment_no, trade_no }) {
    if (!trade_no) return { state: 'unknown', trade_no: null, amount_cents: null };
    const url = `${at.settings.address}/pay/check-status/${encodeURIComponent(trade_no)}`;
    const said = jsonOf(await at.call({ action: 'query', url, subject: payment_no }));
    const asked = Asked.safeParse(said);
    if (!asked.success) return { state: 'unknown', trade_no: null, amount_cents: null };
    if (asked.data.trade_id !== trade_no) throw new Error('网关答的是另一笔订单');
    const state = STATES[asked.data.status as 1 | 2 | 3] ?? 'open'; // any other number is open
    return { state, trade_no, amount_cents: null };
  },

  async test({ settings, call }) {
    const url = `${settings.address}/pay/check-status/BEIKATEST`;
    const { status } = await call({ action: 'query', url });
    if (status >= 500) throw new Error(`网关没有正常应答（HTTP ${status}）`);
    return '网关有应答；令牌要到下单时才能验证';
  },
};
