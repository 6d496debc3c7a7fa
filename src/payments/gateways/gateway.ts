import type { z } from 'zod';
import type { PaymentRow, RefundRow } from '../tables.ts';

/** Where a buyer goes to pay: to an address, with a code to scan, or to words on our own page. */
export type Way =
  | { kind: 'redirect'; url: string }
  | { kind: 'qr'; text: string }
  | { kind: 'page'; text: string };

/** A payment as a gateway is asked to take it. */
export type Wanted = Sought &
  Pick<PaymentRow, 'title' | 'expires_at'> & {
    ip: string | null;
    user_agent: string;
    /** Whole addresses: where the gateway tells us, where the buyer comes back to. */
    notify_url: string;
    return_url: string;
  };

/** A payment as a gateway is asked about it. */
export type Sought = Pick<
  PaymentRow,
  'payment_no' | 'trade_no' | 'amount_cents' | 'currency' | 'method' | 'created_at'
>;

export interface Started {
  way: Way;
  /** The gateway's number, where it is told at once. */
  trade_no?: string;
}

/** A request to our callback address, as it came. */
export interface Callback {
  method: string;
  /** Names in small letters. */
  headers: Record<string, string>;
  /** Behind the question mark, as it came. */
  query: string;
  body: Buffer;
}

/** What a callback says once its signature and merchant are found right. */
export interface Heard {
  payment_no: string;
  trade_no: string;
  amount_cents: number;
  currency: string;
  is_success: boolean;
  occurred_at?: Date;
}

/** The gateway's own word on a payment. `unknown`: it never heard of it. */
export interface Found {
  state: 'paid' | 'open' | 'closed' | 'refunded' | 'unknown';
  trade_no: string | null;
  /** Null where the gateway tells only whether it was paid. */
  amount_cents: number | null;
}

export type RefundWanted = Pick<RefundRow, 'refund_no' | 'amount_cents' | 'reason'> & {
  payment: Sought;
};

/** `none`: it never heard of it, so that it may be sent (again). `unsure`: it cannot tell. */
export interface RefundFound {
  state: 'done' | 'pending' | 'refused' | 'none' | 'unsure';
  refund_no?: string;
  words?: string;
}

/** What an answer to a callback is made of. */
export interface Answer {
  status: number;
  type: string;
  body: string;
}

/** What we made of an event. */
export type Verdict =
  | 'received'
  | 'paid'
  | 'repeated'
  | 'paid_again'
  | 'not_success'
  | 'unreadable'
  | 'too_old'
  | 'bad_signature'
  | 'other_merchant'
  | 'other_currency'
  | 'wrong_amount'
  | 'unknown_payment'
  | 'unconfirmed'
  | 'denied';

/** Thrown by `parse`: why a callback is not believed. */
export interface Refusal extends Error {
  verdict: Verdict;
}

export function refusal(verdict: Verdict): Refusal {
  return Object.assign(new Error(verdict), { verdict });
}

export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && 'verdict' in error;
}

/** One call to a gateway: guarded, bounded, and recorded with numbers and amounts only. */
export type Call = (request: {
  action: string;
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** Our number of what it is about. */
  subject?: string;
  details?: Record<string, string>;
}) => Promise<CallAnswer>;

export interface CallAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** A gateway as it is set up here. */
export interface At<S> {
  settings: S;
  call: Call;
}

export type Settings = Record<string, unknown>;

/** A way to be paid. What a gateway cannot do it leaves out. */
export interface Gateway<S extends Settings = Settings> {
  name: string;
  title: string;
  /** One line for the operator. */
  note: string;
  /** What a buyer reads unless the operator says otherwise. */
  label: string;
  /** The form is drawn from it: `meta` of each field has label, hint, secret, rows. */
  settings: z.ZodType<S> & { shape: Record<string, z.ZodType> };
  /** Ways of its own among which the operator chooses; the first are on at the beginning. */
  methods: readonly { value: string; label: string; hint?: string; is_default?: boolean }[];
  start(at: At<S>, payment: Wanted): Promise<Started>;
  parse?(at: At<S>, callback: Callback): Heard;
  answer?(verdict: Verdict): Answer;
  find?(at: At<S>, payment: Sought): Promise<Found>;
  refund?(at: At<S>, refund: RefundWanted): Promise<RefundFound>;
  findRefund?(at: At<S>, refund: RefundWanted): Promise<RefundFound>;
  /** Tries whether address and keys are right, at no cost. Gives words; throws what is wrong. */
  test?(at: At<S>): Promise<string>;
}

/** After these the caller need not come again. */
const SETTLED: readonly Verdict[] = ['paid', 'repeated', 'paid_again'];

export function isSettled(verdict: Verdict): boolean {
  return SETTLED.includes(verdict);
}

export const plainText = (status: number, body: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body,
});
