import type { Knex } from 'knex';
import type { Delivery } from '../catalog/index.ts';

/** `paid`: owed its goods by the worker or an operator. `waiting`: paid, and in the queue for stock. */
export const STATUSES = [
  'unpaid',
  'expired',
  'cancelled',
  'paid',
  'waiting',
  'delivered',
  'refunded',
] as const;
export type OrderStatus = (typeof STATUSES)[number];

export interface OrderRow {
  id: number;
  order_no: string;
  product_id: number;
  variant_id: number;
  /** As it was when the order was placed. */
  delivery: Delivery;
  status: OrderStatus;
  quantity: number;
  unit_cents: number;
  discount_cents: number;
  /** What is to be paid: quantity * unit - discount. */
  total_cents: number;
  refunded_cents: number;
  cost_cents: number | null;
  user_id: number | null;
  /** Mail address or mobile number, sealed; null when the person's account says it. */
  contact_sealed: string | null;
  /** Keyed digest of the contact, or of the person: what limits and the operator's search go by. */
  buyer_index: Buffer;
  source_index: Buffer | null;
  device_index: Buffer | null;
  password_hash: string | null;
  /** Answers to the questions of a manual product, sealed. */
  form_sealed: string | null;
  gateway: string | null;
  /** The payment that paid it. */
  payment_id: number | null;
  /** Digest of who asked and its Idempotency-Key: the same request makes one order. */
  request_key: Buffer | null;
  request_digest: Buffer | null;
  /** Its panel is told, not a person by mail. */
  by_program: boolean;
  /** Its money came after the hold was over. */
  is_late: boolean;
  created_at: Date;
  hold_until: Date | null;
  paid_at: Date | null;
  delivered_at: Date | null;
  closed_at: Date | null;
  /** Paid and owed its goods since; waits for stock, for an operator, or for the worker. */
  delivery_due_at: Date | null;
  /** Owed a mail, a message, a call to a panel. */
  telling_due_at: Date | null;
  /** When its buyer first saw what he bought. */
  seen_at: Date | null;
}

export interface LineRow {
  id: number;
  order_id: number;
  line: number;
  card_id: number | null;
  /** Of a loop product: the one card that many are given. */
  shared_card_id: number | null;
  /** What an operator typed for it, sealed. */
  content_sealed: string | null;
  replaces_id: number | null;
  delivered_at: Date;
  replaced_at: Date | null;
  /** Its money went back and its card is void. */
  taken_back_at: Date | null;
}

export interface OrderEventRow {
  id: number;
  order_id: number;
  event: string;
  detail: string;
  actor: string;
  at: Date;
}

export interface BuyingCountRow {
  product_id: number;
  kind: 'buyer' | 'source' | 'device';
  who: Buffer;
  bought: number;
}

type Changes<R> = { [K in keyof R]?: R[K] | Knex.Raw };
type Table<R> = Knex.CompositeTableType<R, Partial<R>, Changes<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    orders: Table<OrderRow>;
    delivered_lines: Table<LineRow>;
    buying_counts: Table<BuyingCountRow>;
    order_links: Table<{
      token_digest: string;
      order_id: number;
      expires_at: Date;
      used_at: Date | null;
    }>;
    order_events: Table<OrderEventRow>;
  }
}
