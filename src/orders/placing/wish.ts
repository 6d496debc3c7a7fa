import type { UserError } from '../../platform/errors.ts';
import type { OrderRow } from '../tables.ts';

/** What somebody wants to buy. Prices are none of it. */
export interface Wish {
  variant_no: string;
  quantity: number;
  coupon: string | null;
  /** `balance` pays at once; null: chosen on the order's page. */
  gateway: string | null;
  user_id: number | null;
  /** Mail address or mobile number; null for who is signed in. */
  contact: string | null;
  password_hash: string | null;
  /** Answers to the questions of a manual product. */
  form: Record<string, string> | null;
  /** Network address and device of the buyer, for limits; null: not counted (a program with a key). */
  source: string | null;
  device: string | null;
  by_program: boolean;
  /** The most that he will pay, in cents; without it whatever it costs. */
  most_cents?: number | null;
  /** Digest of who asks and his Idempotency-Key, and of what he asks. */
  request: { key: Buffer; digest: Buffer } | null;
}

export interface Placed {
  order: OrderRow;
  /** Ids of the cards of an order that was paid and delivered at once. */
  card_ids: number[];
  /** The same request has made this order before. */
  repeated: boolean;
}

/** An order on its way through the statements of its batch; `refusal` ends it. */
export interface Draft {
  n: number;
  wish: Wish;
  order: OrderRow;
  pays_now: boolean;
  /** Its row goes in as it will stand: what is refused later in the transaction takes it away again. */
  is_final: boolean;
  card_ids: number[];
  /** Of counted goods: they are off the shelf. */
  is_counted_off: boolean;
  refusal: UserError | null;
}
