import { z } from 'zod';
import { markPaid } from '../deeds.ts';
import { type Gateway, type Order, PROTOCOLS } from '../state.ts';
import { tell } from './notify.ts';
import { inParallel, shuffled } from './parallel.ts';
import { protocolOf } from './protocols.ts';
import type { Answer } from './told.ts';

const protocols = Object.keys(PROTOCOLS);
/** How all that waits is paid: every callback `repeats` times, so many at once, in that order. */
export const Batch = z.object({
  concurrency: z.number().int().min(1).max(512).default(8),
  repeats: z.number().int().min(1).max(100).default(1),
  order: z.enum(['random', 'oldest', 'newest']).default('random'),
  /** So many more rounds, for what was not taken or for all of them. */
  rounds: z.number().int().min(0).max(20).default(0),
  again: z.enum(['untaken', 'all']).default('untaken'),
  pause_ms: z.number().int().min(0).max(60_000).default(0),
  protocol: z
    .string()
    .refine((name) => protocols.includes(name))
    .optional(),
  out_trade_nos: z.array(z.string()).optional(),
});

/** While a batch runs it tells alone; should it be killed, the beat goes on after this. */
const HANDS_OFF = 600_000;

/** Pays all waiting orders, tells of them, and ends when everything is answered. */
export async function payAll(gateway: Gateway, wish: z.infer<typeof Batch>) {
  const began = Date.now();
  const orders = chosen(gateway, wish);
  for (const order of orders) {
    markPaid(order);
    order.attempts = 1;
    order.notify_at = began + HANDS_OFF;
    gateway.ledger.save(order);
  }
  const answers: Answer[] = [];
  const rounds: { sent: number; taken: number }[] = [];
  for (let round = 0; round <= wish.rounds; round += 1) {
    const left = round && wish.again === 'untaken' ? orders.filter(({ taken }) => !taken) : orders;
    if (left.length === 0) break;
    if (round) await new Promise((done) => setTimeout(done, wish.pause_ms));
    const got = await inParallel(repeated(left, wish), wish.concurrency, (order) =>
      tell(gateway, order, { event: 'success' }),
    );
    answers.push(...got);
    rounds.push({ sent: got.length, taken: got.filter(({ taken }) => taken).length });
  }
  for (const order of orders.filter(({ taken }) => !taken)) resume(gateway, order);
  return { ...summary(orders, answers), rounds, seconds: (Date.now() - began) / 1000 };
}

function chosen(gateway: Gateway, { protocol, out_trade_nos }: z.infer<typeof Batch>): Order[] {
  return gateway.ledger
    .all()
    .filter(({ status }) => status === 'waiting')
    .filter((order) => !protocol || order.protocol === protocol)
    .filter((order) => !out_trade_nos || out_trade_nos.includes(order.out_trade_no));
}

function repeated(orders: Order[], { order, repeats }: z.infer<typeof Batch>): Order[] {
  const many = orders.flatMap((one) => Array.from({ length: repeats }, () => one));
  if (order === 'random') return shuffled(many);
  return order === 'newest' ? many.reverse() : many;
}

/** What nobody took is told again by the beat, as the protocol does. */
function resume(gateway: Gateway, order: Order): void {
  order.notify_at = Date.now() + ((gateway.waits ?? protocolOf(order).waits)[1] ?? 0);
  gateway.ledger.save(order);
}

function summary(orders: Order[], answers: Answer[]) {
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
  const counts: Record<string, number> = {};
  for (const { status, answer } of answers) {
    const key = `${status} ${answer.slice(0, 60)}`.trim();
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return {
    orders: orders.length,
    sent: answers.length,
    taken: orders.filter(({ taken }) => taken).length,
    untaken: orders.filter(({ taken }) => !taken).map(({ out_trade_no }) => out_trade_no),
    answers: counts,
    ms: { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: times.at(-1) },
  };
}
