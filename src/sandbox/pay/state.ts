import type { Store } from '../store.ts';

/** What can go wrong with the notifications and answers to come. */
export const FAULTS = {
  double: '通知两次',
  burst: '同时通知八次',
  lost: '不发通知',
  wrong_amount: '通知金额错误',
  wrong_sign: '通知签名错误',
  wrong_pid: '通知商户号错误',
  not_success: '通知状态不是成功',
  extra_field: '通知多一个字段',
  api_error: '接口 HTTP 500',
  api_lost: '接口应答丢失',
} as const;
export type FaultKind = keyof typeof FAULTS;

export type OrderStatus = 'waiting' | 'paid' | 'refunded' | 'cancelled';

export interface Order {
  trade_no: string;
  out_trade_no: string;
  type: string;
  name: string;
  money: string;
  notify_url: string;
  return_url: string;
  param: string;
  status: OrderStatus;
  created_at: number;
  paid_at: number;
  refunded_cents: number;
  /** Notifications: how many were sent, when the next is due (0 = none), whether one was taken. */
  attempts: number;
  notify_at: number;
  taken: boolean;
}

export interface PayState {
  orders: Order[];
  faults: { kind: FaultKind; times: number }[];
  next: number;
  auto: boolean;
}

export interface Gateway {
  store: Store<PayState>;
  pid: string;
  key: string;
  /** Own address, for the links it hands out. */
  base: () => string;
  /** Waits between notifications, milliseconds. */
  waits: number[];
  method: string;
}

/** Whether a fault hits now; counts it down. The caller commits. */
export function hits({ store }: Gateway, kind: FaultKind): boolean {
  const fault = store.state.faults.find((one) => one.kind === kind);
  if (!fault) return false;
  fault.times -= 1;
  store.state.faults = store.state.faults.filter(({ times }) => times > 0);
  return true;
}

/** The order of either number. */
export const findOrder = (
  { store }: Gateway,
  { trade_no = '', out_trade_no = '' }: { trade_no?: string; out_trade_no?: string },
): Order | undefined =>
  store.state.orders.find((order) =>
    trade_no ? order.trade_no === trade_no : order.out_trade_no === out_trade_no,
  );

/** Yuan as text to cents; NaN when it is not an amount with at most two decimals. */
export const cents = (money: string): number =>
  /^\d{1,9}(\.\d{1,2})?$/.test(money) ? Math.round(Number(money) * 100) : Number.NaN;
