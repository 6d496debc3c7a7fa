import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../store.ts';
import { type Order, type ProtocolName, platformOf } from './state.ts';

export interface Numbers {
  trade_no?: string | undefined;
  out_trade_no?: string | undefined;
  /** Without it, the order of that number that changed last is meant. */
  protocol?: ProtocolName | undefined;
}

/** All orders, in memory and in a log on disk. */
export interface Ledger {
  all(): Order[];
  /** Those for which time may bring something: a notification, expiry, the end of a refund. */
  awake(): Iterable<Order>;
  find(numbers: Numbers): Order | undefined;
  /** Puts an order, new or changed, at the end of the log: it survives kill -9 from then on. */
  save(order: Order): void;
}

const FILE = 'orders.jsonl';

/** Opens the log. The last line of an order counts; it is written short at each start. */
export function openLedger(store: Store<object>): Ledger {
  const orders = new Map<string, Order>();
  const byNumber = new Map<string, Order>();
  const awake = new Set<Order>();
  const keep = (order: Order) => {
    orders.set(order.trade_no, order);
    if (isAwake(order)) awake.add(order);
    else awake.delete(order);
    byNumber.set(order.out_trade_no, order);
    byNumber.set(`${platformOf(order.protocol)}:${order.out_trade_no}`, order);
  };
  // Written by `save` alone.
  const rows = store.rows(FILE) as Order[];
  for (const row of new Map(rows.map((one) => [one.trade_no, one])).values()) keep(row);
  const lines = [...orders.values()].map((order) => `${JSON.stringify(order)}\n`);
  store.put(FILE, Buffer.from(lines.join('')));
  const log = openSync(join(store.dir, FILE), 'a');
  return {
    all: () => [...orders.values()],
    awake: () => awake,
    find: ({ trade_no, out_trade_no, protocol }) => {
      if (trade_no) return orders.get(trade_no);
      return byNumber.get(protocol ? `${platformOf(protocol)}:${out_trade_no}` : `${out_trade_no}`);
    },
    save: (order) => {
      writeSync(log, `${JSON.stringify(order)}\n`);
      keep(order);
    },
  };
}

const isAwake = ({ notify_at, status, expires_at, protocol, refunds }: Order): boolean =>
  notify_at > 0 ||
  (status === 'waiting' && (expires_at > 0 || protocol === 'bepusdt')) ||
  refunds.some((made) => made.status === 'processing');
