import type { Store } from '../../store.ts';
import type { Notice } from './protocol.ts';

/** What came back for one notification. `ms` is how long it took. */
export interface Answer {
  status: number;
  answer: string;
  taken: boolean;
  ms: number;
}

/** One notification as it went out: a line of notifications.jsonl. */
export interface Notification extends Answer, Notice {
  at: string;
  trade_no: string;
  out_trade_no: string;
  protocol: string;
}

/** Every notification, on disk; the last ones of each order at hand for its page. */
export interface Told {
  all(): Notification[];
  add(one: Notification): void;
  lastOf(trade_no: string): (Answer & { at: string })[];
}

const FILE = 'notifications.jsonl';
const KEPT = 12;

export function openTold(store: Store<object>): Told {
  const last = new Map<string, (Answer & { at: string })[]>();
  const keep = ({ trade_no, at, status, answer, taken, ms }: Notification) => {
    const before = last.get(trade_no) ?? [];
    last.set(trade_no, [...before, { at, status, answer, taken, ms }].slice(-KEPT));
  };
  // The file is written by `add` alone.
  const all = () => store.rows(FILE) as Notification[];
  for (const one of all()) keep(one);
  return {
    all,
    add: (one) => {
      store.append(FILE, one);
      keep(one);
    },
    lastOf: (trade_no) => last.get(trade_no) ?? [],
  };
}
