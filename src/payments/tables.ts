import type { Knex } from 'knex';

/** What money is asked for: an order, or a balance that is filled up. */
export type Purpose = 'order' | 'top_up';
export type PaymentStatus = 'started' | 'paid' | 'closed';

export interface PaymentRow {
  id: number;
  /** Our number at the gateway, digits and capitals. */
  payment_no: string;
  purpose: Purpose;
  /** The order's id, or the user's for a top-up. */
  subject_id: number;
  gateway: string;
  /** A gateway's way of its own ('alipay' of 易支付, 'native'), or ''. */
  method: string;
  amount_cents: number;
  currency: string;
  title: string;
  status: PaymentStatus;
  /** The gateway's number. */
  trade_no: string | null;
  /** Where the buyer was sent, sealed. */
  way_sealed: string | null;
  refunded_cents: number;
  created_at: Date;
  expires_at: Date;
  paid_at: Date | null;
  /** When the order or the balance took it. Paid and not landed: owed. */
  landed_at: Date | null;
  /** When the gateway is asked next; null: not any more. */
  ask_due_at: Date | null;
  asks: number;
  /** While it is open: there is no second one of this subject, way and amount. */
  open_key: string | null;
}

export interface PaymentEventRow {
  id: number;
  event_no: string;
  gateway: string;
  payment_id: number | null;
  source: 'callback' | 'asked' | 'by_hand' | 'reconciled';
  verdict: string;
  content_sealed: string;
  at: Date;
}

export interface RefundRow {
  id: number;
  refund_no: string;
  payment_id: number;
  amount_cents: number;
  way: 'gateway' | 'balance' | 'by_hand';
  state: 'wanted' | 'done' | 'failed';
  reason: string;
  gateway_refund_no: string | null;
  last_error: string | null;
  made_by: number | null;
  /** Whose balance it may go to instead. */
  user_id: number | null;
  attempts: number;
  created_at: Date;
  due_at: Date | null;
  done_at: Date | null;
}

export interface BalanceEntryRow {
  id: number;
  user_id: number;
  cents: number;
  reason: 'order' | 'order_back' | 'top_up' | 'refund' | 'by_hand';
  /** 'order:12': the same deed counts once. */
  subject: string;
  at: Date;
}

export interface ReconciliationRow {
  id: number;
  reconciliation_no: string;
  gateway: string;
  /** '2026-11-22', of Beijing. */
  day: string;
  source: 'asked' | 'bill';
  round_key: string | null;
  state: 'running' | 'done';
  /** The last payment compared. */
  cursor_id: number;
  total: number;
  checked: number;
  made_by: number | null;
  created_at: Date;
  due_at: Date | null;
  done_at: Date | null;
}

export interface ReconciliationItemRow {
  id: number;
  reconciliation_id: number;
  /** Ours, or what the gateway names that we do not know. */
  payment_no: string;
  payment_id: number | null;
  fault: string;
  ours: string;
  theirs: string;
  state: 'open' | 'repaired' | 'resolved';
  reason: string | null;
  resolved_by: number | null;
  resolved_at: Date | null;
}

type Table<R> = Knex.CompositeTableType<R, Partial<R>, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    payments: Table<PaymentRow>;
    payment_events: Table<PaymentEventRow>;
    refunds: Table<RefundRow>;
    balances: Table<{ user_id: number; cents: number }>;
    balance_entries: Table<BalanceEntryRow>;
    reconciliations: Table<ReconciliationRow>;
    reconciliation_items: Table<ReconciliationItemRow>;
  }
}
