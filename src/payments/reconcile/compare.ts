import { yuan } from '../../platform/money.ts';
import type { Found } from '../gateways/gateway.ts';
import type { PaymentRow } from '../tables.ts';

/** In what a payment and a gateway's word on it may differ. */
export const FAULTS = {
  paid_there: '网关已收款，这里没有到账',
  not_paid_there: '这里已到账，网关没有收款',
  other_amount: '金额不同',
  refunded_there: '网关已退款，这里没有退款',
  not_refunded_there: '这里已退款，网关没有退款',
  unknown_here: '账单里有，这里没有这笔支付',
  missing_there: '这里已到账，账单里没有',
  no_answer: '网关没有应答，未能核对',
} as const;
export type Fault = keyof typeof FAULTS;

const STATES = {
  paid: '已支付',
  open: '未支付',
  closed: '已关闭',
  refunded: '已退款',
  unknown: '没有这笔',
} as const;

export interface Difference {
  fault: Fault;
  ours: string;
  theirs: string;
}

/** What does not agree, or undefined. Refunds in part are not told by most gateways: only whole ones are compared. */
export function differenceOf(payment: PaymentRow, found: Found): Difference | undefined {
  const ours = oursInWords(payment);
  const theirs = theirsInWords(found);
  const differ = (fault: Fault): Difference => ({ fault, ours, theirs });
  const amount = found.amount_cents;
  const hasMoney = found.state === 'paid' || found.state === 'refunded';
  if (hasMoney && amount !== null && amount !== payment.amount_cents) return differ('other_amount');
  if (payment.status !== 'paid') return found.state === 'paid' ? differ('paid_there') : undefined;
  if (found.state === 'open' || found.state === 'unknown') return differ('not_paid_there');
  const isBack = payment.refunded_cents === payment.amount_cents;
  if (found.state === 'paid') return isBack ? differ('not_refunded_there') : undefined;
  return payment.refunded_cents === 0 ? differ('refunded_there') : undefined;
}

function oursInWords({ status, amount_cents, refunded_cents }: PaymentRow): string {
  const state = { started: '未支付', closed: '已关闭', paid: '已到账' }[status];
  const back = refunded_cents > 0 ? `，已退 ${yuan(refunded_cents)}` : '';
  return `${state} ${yuan(amount_cents)}${back}`;
}

function theirsInWords({ state, amount_cents }: Found): string {
  return amount_cents === null ? STATES[state] : `${STATES[state]} ${yuan(amount_cents)}`;
}
