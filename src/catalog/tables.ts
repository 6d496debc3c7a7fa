import type { Knex } from 'knex';

/** How the goods of a product reach the buyer. Imported and generated ones are cards, the others are only counted. */
export const DELIVERIES = ['imported', 'generated', 'loop', 'manual'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** Whether each piece is a row of `cards`; of others `variants.stock` alone is counted. */
export const isByCard = (delivery: Delivery): boolean =>
  delivery === 'imported' || delivery === 'generated';

export interface CategoryRow {
  id: number;
  category_no: string;
  name: string;
  position: number;
  is_shown: boolean;
}

export interface ProductRow {
  id: number;
  product_no: string;
  category_id: number | null;
  name: string;
  summary: string;
  /** Made of `description_text`, sanitised. */
  description_html: string;
  /** As it was typed; null of what came as HTML. */
  description_text: string | null;
  /** The first of its pictures. */
  picture_no: string | null;
  delivery: Delivery;
  is_on: boolean;
  on_at: Date | null;
  off_at: Date | null;
  hidden_token: string | null;
  position: number;
  most_per_order: number;
  /** Over all his orders; null: any number. */
  most_per_buyer: number | null;
  /** The same for one network address. */
  most_per_source: number | null;
  warranty_days: number;
  /** Questions of a manual product, or null. */
  form_json: string | null;
  /** What its key grants when it is redeemed, or null. */
  grants_json: string | null;
  version: number;
  created_at: Date;
  /** Put away: in no list, and never on sale. */
  archived_at: Date | null;
}

export interface VariantRow {
  id: number;
  variant_no: string;
  product_id: number;
  name: string;
  price_cents: number;
  member_price_cents: number | null;
  cost_cents: number | null;
  /** `[{"from": 10, "price_cents": 900}]`, or null. */
  steps_json: string | null;
  /** What may be sold now, maintained with every claim and compared each night. */
  stock: number;
  /** Of what is only counted: how many were ever put up for sale. */
  allotted: number;
  is_endless: boolean;
  warn_at: number | null;
  /** When its stock last rose from nothing; whoever waits for it is told. */
  restocked_at: Date | null;
  /** When it was told that it is short; null while it is not. */
  warned_at: Date | null;
  position: number;
  is_on: boolean;
  version: number;
}

export interface CouponRow {
  id: number;
  coupon_no: string;
  code: string;
  kind: 'fixed' | 'percent';
  /** Cents for `fixed`, percent off (1-100) for `percent`. */
  amount: number;
  minimum_cents: number;
  product_id: number | null;
  most_per_person: number | null;
  uses_total: number;
  uses_left: number;
  starts_at: Date | null;
  ends_at: Date | null;
  is_on: boolean;
  note: string;
  made_by: number | null;
  created_at: Date;
  /** 'YP…': which codes were made in one go. */
  run_no: string | null;
  version: number;
}

export interface CouponUseRow {
  order_id: number;
  coupon_id: number;
  buyer_index: Buffer;
  discount_cents: number;
  at: Date;
  given_back_at: Date | null;
}

export const TONES = ['info', 'ok', 'warn'] as const;

export interface AnnouncementRow {
  id: number;
  announcement_no: string;
  title: string;
  body: string;
  tone: (typeof TONES)[number];
  starts_at: Date | null;
  ends_at: Date | null;
  is_on: boolean;
  version: number;
  created_at: Date;
}

export interface RestockWishRow {
  id: number;
  wish_no: string;
  variant_id: number;
  /** Keyed digest of the mail address: one wish of one person. */
  contact_index: Buffer;
  contact_sealed: string;
  made_at: Date;
}

type Changes<R> = { [K in keyof R]?: R[K] | Knex.Raw };
type Table<R> = Knex.CompositeTableType<R, Partial<R>, Changes<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    categories: Table<CategoryRow>;
    products: Table<ProductRow>;
    variants: Table<VariantRow>;
    product_pictures: Table<{ product_id: number; no: string; position: number }>;
    announcements: Table<AnnouncementRow>;
    restock_wishes: Table<RestockWishRow>;
    coupons: Table<CouponRow>;
    coupon_uses: Table<CouponUseRow>;
    coupon_buyers: Table<{ coupon_id: number; buyer_index: Buffer; uses: number }>;
  }
}
