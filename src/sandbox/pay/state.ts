import type { Store } from '../store.ts';
import type { Keys } from './keys/keys.ts';
import type { Ledger } from './ledger.ts';
import type { Told } from './telling/told.ts';

/** What can go wrong with the notifications and answers to come. */
export const FAULTS = {
  double: '通知两次',
  burst: '同时通知八次',
  lost: '不发通知',
  answer_lost: '商户对通知的应答丢失',
  wrong_amount: '通知金额错误（0.01 元）',
  wrong_sign: '通知签名错误',
  wrong_pid: '通知商户号错误',
  wrong_currency: '通知币种错误',
  not_success: '通知状态不是成功',
  stale: '通知时间是一年前',
  extra_field: '通知多一个字段',
  api_error: '接口 HTTP 500',
  api_lost: '接口应答丢失',
  refund_fails: '退款失败',
} as const;
export type FaultKind = keyof typeof FAULTS;

export const PROTOCOLS = {
  epay: '易支付 V1',
  epay2: '易支付 V2',
  alipay: '支付宝',
  wechat: '微信支付',
  epusdt: 'epusdt',
  bepusdt: 'BEpusdt',
} as const;
export type ProtocolName = keyof typeof PROTOCOLS;

/** 易支付 V1 and V2 are two ways into one platform; elsewhere the same number may be used again. */
export const platformOf = (protocol: ProtocolName): string =>
  protocol === 'epay2' ? 'epay' : protocol;

export type OrderStatus = 'waiting' | 'paid' | 'refunded' | 'cancelled' | 'expired';

export interface Refund {
  refund_no: string;
  out_refund_no: string;
  cents: number;
  reason: string;
  status: 'processing' | 'done' | 'failed';
  notify_url: string;
  created_at: number;
  done_at: number;
}

/** One order of any protocol. Times are milliseconds, 0 for never. */
export interface Order {
  trade_no: string;
  out_trade_no: string;
  protocol: ProtocolName;
  /** The protocol's own word for the way to pay: alipay, page, native, usdt.trc20 … */
  type: string;
  name: string;
  money: string;
  currency: string;
  notify_url: string;
  return_url: string;
  param: string;
  status: OrderStatus;
  created_at: number;
  expires_at: number;
  /** When the buyer first saw the cashier: 支付宝 knows of no trade before. */
  seen_at: number;
  paid_at: number;
  /** What was really paid, which a drill may make differ from what was asked. */
  paid_cents: number;
  paid_currency: string;
  refunds: Refund[];
  refunded_cents: number;
  /** Notifications: how many rounds were sent, when the next is due, whether one was taken. */
  attempts: number;
  notify_at: number;
  taken: boolean;
  /** So many answers of the shop to come are lost on their way. */
  deaf?: number;
  /** BEpusdt: when it last told that the order waits. */
  waiting_told_at?: number;
  /** epusdt: how much of the coin is wanted. */
  coins?: string;
}

export interface PayState {
  faults: { kind: FaultKind; times: number }[];
  auto: boolean;
  /** GET or POST, for 易支付 V1. */
  notify_method: string;
  /** Which key signs what 微信支付 sends: `public_key` (PUB_KEY_ID_…) or `certificate`. */
  wechat_verify: string;
}

export interface Gateway {
  store: Store<PayState>;
  ledger: Ledger;
  told: Told;
  keys: Keys;
  pid: string;
  key: string;
  app_id: string;
  seller_id: string;
  appid: string;
  mchid: string;
  apiv3_key: string;
  token: string;
  /** Own address, for the links it hands out. */
  base: () => string;
  /** Waits between notifications, milliseconds; none: each protocol's own. */
  waits: number[] | undefined;
  /** How long 微信支付 takes over a refund. */
  refund_ms: number;
  /** How often BEpusdt tells that an order still waits; 0: never. */
  waiting_ms: number;
  /** How long an answer to a notification is waited for. */
  patience_ms: number;
}

/** Whether a fault hits now; counts it down, on disk too. */
export function hits({ store }: Gateway, kind: FaultKind): boolean {
  const fault = store.state.faults.find((one) => one.kind === kind);
  if (!fault) return false;
  fault.times -= 1;
  store.state.faults = store.state.faults.filter(({ times }) => times > 0);
  store.commit();
  return true;
}

/** Yuan as text to cents; NaN when it is not an amount with at most two decimals. */
export const cents = (money: string): number =>
  /^\d{1,9}(\.\d{1,2})?$/.test(money) ? Math.round(Number(money) * 100) : Number.NaN;

/** Cents as yuan with two decimals. */
export const yuan = (amount: number): string => (amount / 100).toFixed(2);

/** What was paid, or is wanted as long as nothing is. */
export const paidCents = (order: Order): number =>
  order.paid_at ? order.paid_cents : cents(order.money);
