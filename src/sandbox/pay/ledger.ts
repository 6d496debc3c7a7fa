import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../store.ts';
import { type Order, type ProtocolName, platformOf } from './state.ts';

export interface Numbers {
  trade_no?: string | undefined;
  out_trade_no?: string | undefined;
  /** Without it, the newest order of that number wins. */
  protocol?: ProtocolName | undefined;
}

/** All orders, in memory and in a log on disk. */
export interface Ledger {
  all(): Order[];
  find(numbers: Numbers): Order | undefined;
  /** Puts an order, new or changed, at the end of the log: it survives kill -9 from then on. */
  save(order: Order): void;
}

const FILE = 'orders.jsonl';

/** Opens the log. The last line of an order counts; it is written short at each start. */
export function openLedger(store: Store<object>): Ledger {
  const orders = new Map<string, Order>();
  const byNumber = new Map<string, Order>();
  const keep = (order: Order) => {
    orders.set(order.trade_no, order);
    byNumber.set(order.out_trade_no, order);
    byNumber.set(`${platformOf(order.protocol)}:${order.out_trade_no}`, order);
  };
  // Written by `save` alone.
  for (const row of store.rows(FILE) as Order[]) keep(row);
  const lines = [...orders.values()].map((order) => `${JSON.stringify(order)}\n`);
  store.put(FILE, Buffer.from(lines.join('')));
  const log = openSync(join(store.dir, FILE), 'a');
  return {
    all: () => [...orders.values()],
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
