import type { Knex } from 'knex';

/** What was sold of one variant by one way of payment in some time. Money in cents. */
export interface Sums {
  /** Under the way '' only: an order that is placed has none yet. */
  placed: number;
  paid: number;
  pieces: number;
  revenue_cents: number;
  cost_cents: number;
  /** Orders whose cost nobody knows. */
  uncosted: number;
  refunds: number;
  refunded_cents: number;
}

export interface HourRow extends Sums {
  hour_at: Date;
  /** 0: this hour has been counted. */
  variant_id: number;
  gateway: string;
}

export interface DayRow extends Sums {
  /** 'YYYY-MM-DD' in Beijing. */
  day: string;
  variant_id: number;
  gateway: string;
}

export const NOTHING: Readonly<Sums> = {
  placed: 0,
  paid: 0,
  pieces: 0,
  revenue_cents: 0,
  cost_cents: 0,
  uncosted: 0,
  refunds: 0,
  refunded_cents: 0,
};

/** The names of all sums, in one order. */
export const SUMS = [
  'placed',
  'paid',
  'pieces',
  'revenue_cents',
  'cost_cents',
  'uncosted',
  'refunds',
  'refunded_cents',
] as const;

type Table<R> = Knex.CompositeTableType<R, Partial<R>, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    shop_hours: Table<HourRow>;
    shop_days: Table<DayRow>;
  }
}
