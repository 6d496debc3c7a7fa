import { type Parameters, sign } from './sign.ts';
import { type Gateway, hits, type Order } from './state.ts';

const BEAT = 100;
const PATIENCE = 10_000;

/** One notification as it went out: a line of notifications.jsonl. */
export interface Notification {
  at: string;
  trade_no: string;
  url: string;
  status: number;
  answer: string;
  taken: boolean;
}

const FILE = 'notifications.jsonl';

/** Every notification in order. */
export const notifications = ({ store }: Gateway): Notification[] =>
  // Safe: the file is written by `tell` alone.
  store.rows(FILE) as Notification[];

/** The signed fields that tell of a paid order; also what return_url is given. */
export function paidFields(gateway: Gateway, order: Order, change: Parameters = {}): Parameters {
  const { trade_no, out_trade_no, type, name, money, param } = order;
  const fields: Parameters = {
    pid: gateway.pid,
    trade_no,
    out_trade_no,
    type,
    name,
    money,
    trade_status: 'TRADE_SUCCESS',
    ...(param ? { param } : {}),
    ...change,
  };
  return { ...fields, sign: sign(fields, gateway.key), sign_type: 'MD5' };
}

/** Sends what is due, again and again until somebody answers `success`. */
export function startNotifying(gateway: Gateway): void {
  setInterval(() => {
    const now = Date.now();
    const due = gateway.store.state.orders.filter((o) => o.notify_at > 0 && o.notify_at <= now);
    for (const order of due) schedule(gateway, order);
  }, BEAT).unref();
}

// The next time is on disk before the call goes out: a kill in between costs a repetition at most.
function schedule(gateway: Gateway, order: Order): void {
  const wait = gateway.waits[order.attempts];
  order.attempts += 1;
  order.notify_at = wait === undefined ? 0 : Date.now() + wait;
  const times = hits(gateway, 'lost')
    ? 0
    : hits(gateway, 'burst')
      ? 8
      : hits(gateway, 'double')
        ? 2
        : 1;
  const fields = spoiled(gateway, order);
  gateway.store.commit();
  for (let i = 0; i < times; i += 1) void tell(gateway, order, fields);
}

function spoiled(gateway: Gateway, order: Order): Parameters {
  const change: Parameters = {
    ...(hits(gateway, 'wrong_amount') ? { money: '0.01' } : {}),
    ...(hits(gateway, 'wrong_pid') ? { pid: '9999' } : {}),
    ...(hits(gateway, 'not_success') ? { trade_status: 'TRADE_CLOSED' } : {}),
    ...(hits(gateway, 'extra_field') ? { api_trade_no: `4200${order.trade_no}` } : {}),
  };
  const fields = paidFields(gateway, order, change);
  if (hits(gateway, 'wrong_sign')) fields['sign'] = 'f'.repeat(32);
  return fields;
}

/** One notification, by GET or as a form. Taken only when the plain text `success` comes back. */
export async function tell(gateway: Gateway, order: Order, fields: Parameters): Promise<void> {
  const url = new URL(order.notify_url);
  const form = new URLSearchParams(fields);
  const posting = gateway.method === 'POST';
  if (!posting) for (const [name, value] of form) url.searchParams.set(name, value);
  const { status, answer } = await call(url, posting ? form : undefined);
  const taken = answer.trim() === 'success';
  if (taken) {
    order.taken = true;
    order.notify_at = 0;
    gateway.store.commit();
  }
  const at = new Date().toISOString();
  const { trade_no } = order;
  gateway.store.append(FILE, {
    at,
    trade_no,
    url: url.href,
    status,
    answer: answer.slice(0, 200),
    taken,
  });
}

async function call(url: URL, body: URLSearchParams | undefined) {
  try {
    const response = await fetch(url, {
      ...(body ? { method: 'POST', body } : {}),
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'manual',
    });
    return { status: response.status, answer: await response.text() };
  } catch (error) {
    return { status: 0, answer: error instanceof Error ? error.message : String(error) };
  }
}
