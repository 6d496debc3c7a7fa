import type { Knex } from 'knex';

type Table<R> = Knex.CompositeTableType<R, R, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    order_tellings: Table<{ order_id: number; what: string; told_at: Date }>;
    shop_alerts: Table<{ kind: string; told_at: Date; up_to: Date }>;
  }
}
