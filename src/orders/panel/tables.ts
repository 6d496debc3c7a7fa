import type { Knex } from 'knex';

/** What a panel can be told of. `ping` is sent by the test button and cannot be chosen. */
export const EVENTS = {
  'order.paid': '订单已付款',
  'order.delivered': '订单已发货',
  'order.refunded': '订单已退款',
  'order.card_replaced': '卡密已更换',
} as const;
export type PanelEvent = keyof typeof EVENTS;
export const PING = 'ping';

export interface EndpointRow {
  id: number;
  endpoint_no: string;
  name: string;
  url: string;
  secret_sealed: string;
  /** PanelEvents with commas between them. */
  events: string;
  is_on: boolean;
  /** Why we switched it off ourselves. */
  off_reason: string;
  /** Since then no call has come through; null while they do. */
  failing_since: Date | null;
  /** Many failed in a row: the others wait until then. */
  rest_until: Date | null;
  created_at: Date;
  removed_at: Date | null;
}

export interface CallRow {
  id: number;
  call_no: string;
  /** The same in every try and at every endpoint: by it a receiver knows what he has had. */
  event_id: string;
  endpoint_id: number;
  order_id: number | null;
  event: string;
  body: string;
  /** `failed`: given up, to be sent again by hand. */
  state: 'waiting' | 'done' | 'failed';
  attempts: number;
  due_at: Date | null;
  last_error: string | null;
  created_at: Date;
  done_at: Date | null;
}

export interface TryRow {
  id: number;
  call_id: number;
  at: Date;
  /** HTTP status; null when nobody answered. */
  status: number | null;
  /** The beginning of the answer, masked. */
  answer: string | null;
  error: string | null;
  took_ms: number;
}

type Table<R> = Knex.CompositeTableType<R, Partial<R>, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    panel_endpoints: Table<EndpointRow>;
    panel_calls: Table<CallRow>;
    panel_tries: Table<TryRow>;
  }
}
