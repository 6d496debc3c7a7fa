import { yuanShown } from '../platform/money.ts';
import { timeShown } from '../platform/present.ts';
import type { Verdict } from './gateways/gateway.ts';
import { gatewayNamed, gatewayTitle } from './gateways/index.ts';
import type { BalanceEntryRow, PaymentRow, RefundRow } from './tables.ts';

type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'wait' | 'idle';

export const PAYMENT_STATES: Record<PaymentRow['status'], { text: string; tone: Tone }> = {
  started: { text: '待支付', tone: 'wait' },
  paid: { text: '已到账', tone: 'ok' },
  closed: { text: '已关闭', tone: 'idle' },
};

export const REFUND_STATES: Record<RefundRow['state'], { text: string; tone: Tone }> = {
  wanted: { text: '处理中', tone: 'wait' },
  done: { text: '已退款', tone: 'ok' },
  failed: { text: '失败', tone: 'bad' },
};

export const REFUND_WAYS: Record<RefundRow['way'], string> = {
  gateway: '原路退回',
  balance: '退到余额',
  by_hand: '人工退款',
};

export const VERDICTS: Record<Verdict, { text: string; tone: Tone }> = {
  received: { text: '未处理完', tone: 'warn' },
  paid: { text: '确认到账', tone: 'ok' },
  repeated: { text: '重复通知', tone: 'idle' },
  paid_again: { text: '网关单号不同', tone: 'warn' },
  not_success: { text: '不是成功通知', tone: 'idle' },
  unreadable: { text: '内容不能识别', tone: 'bad' },
  too_old: { text: '通知已过期', tone: 'bad' },
  bad_signature: { text: '签名不正确', tone: 'bad' },
  other_merchant: { text: '商户不符', tone: 'bad' },
  other_currency: { text: '币种不符', tone: 'bad' },
  wrong_amount: { text: '金额不符', tone: 'bad' },
  unknown_payment: { text: '没有这笔支付', tone: 'bad' },
  unconfirmed: { text: '网关没有应答，稍后再查', tone: 'warn' },
  denied: { text: '网关说没有支付', tone: 'warn' },
};

/** A verdict of today, or one that an older version wrote. */
export function verdictShown(verdict: string): { text: string; tone: Tone } {
  const known: Record<string, { text: string; tone: Tone }> = VERDICTS;
  return known[verdict] ?? { text: verdict, tone: 'idle' };
}

export const SOURCES = {
  callback: '网关通知',
  asked: '主动查询',
  by_hand: '人工确认',
  reconciled: '对账',
} as const;

const ENTRIES: Record<BalanceEntryRow['reason'], string> = {
  order: '购买',
  order_back: '订单退回',
  top_up: '充值',
  refund: '退款',
  by_hand: '人工调整',
};

/** "支付宝 · 扫码". */
export function wayInWords({ gateway, method }: Pick<PaymentRow, 'gateway' | 'method'>): string {
  const own = gatewayNamed(gateway)?.methods.find(({ value }) => value === method);
  const label = own ? (own.hint ?? own.label) : '';
  return label ? `${gatewayTitle(gateway)} · ${label}` : gatewayTitle(gateway);
}

export function paymentShown(row: PaymentRow) {
  return {
    payment_no: row.payment_no,
    trade_no: row.trade_no,
    purpose: row.purpose === 'top_up' ? '余额充值' : '订单',
    title: row.title,
    amount: yuanShown(row.amount_cents),
    refunded: row.refunded_cents > 0 ? yuanShown(row.refunded_cents) : null,
    left: yuanShown(row.amount_cents - row.refunded_cents),
    way: wayInWords(row),
    badge: PAYMENT_STATES[row.status],
    is_paid: row.status === 'paid',
    is_owed: row.status === 'paid' && row.landed_at === null,
    created: timeShown(row.created_at),
    expires: timeShown(row.expires_at),
    paid: row.paid_at && timeShown(row.paid_at),
    landed: row.landed_at && timeShown(row.landed_at),
    asked_next: row.ask_due_at && timeShown(row.ask_due_at),
  };
}

export function refundShown(row: RefundRow & { payment_no?: string; gateway?: string }) {
  return {
    refund_no: row.refund_no,
    payment_no: row.payment_no ?? null,
    amount: yuanShown(row.amount_cents),
    way:
      row.way === 'gateway' && row.gateway
        ? `原路退回 ${gatewayTitle(row.gateway)}`
        : REFUND_WAYS[row.way],
    badge: row.state === 'wanted' && row.way === 'by_hand' ? BY_HAND : REFUND_STATES[row.state],
    reason: row.reason,
    error: row.state === 'done' ? null : row.last_error,
    gateway_refund_no: row.gateway_refund_no,
    created: timeShown(row.created_at),
    done: row.done_at && timeShown(row.done_at),
    may_retry: row.state === 'failed',
    may_finish: row.state === 'wanted' && row.way === 'by_hand',
    may_balance:
      row.user_id !== null &&
      (row.state === 'failed' || (row.state === 'wanted' && row.way === 'by_hand')),
    may_hand: row.state === 'failed',
  };
}

const BY_HAND = { text: '等待人工退款', tone: 'warn' } as const;

export function entryShown(row: BalanceEntryRow) {
  const sign = row.cents > 0 ? '+' : '';
  return {
    what: ENTRIES[row.reason],
    amount: `${sign}${yuanShown(row.cents)}`,
    at: timeShown(row.at),
  };
}
