import { cents, type Gateway, hits, type Order } from '../state.ts';
import type { Notice, Telling } from './protocol.ts';
import { protocolOf } from './protocols.ts';
import type { Answer } from './told.ts';

const YEAR = 365 * 864e5;
/**
 * One round for a paid order, faults included. When the next is due stands on disk before the call goes
 * out: a kill in between costs a repetition at most.
 */
export function announce(gateway: Gateway, order: Order): Promise<Answer[]> {
  const wait = (gateway.waits ?? protocolOf(order).waits)[order.attempts];
  order.attempts += 1;
  order.notify_at = wait === undefined || !order.notify_url ? 0 : Date.now() + wait;
  if (hits(gateway, 'answer_lost')) order.deaf = (order.deaf ?? 0) + 1;
  const telling = spoiled(gateway, order);
  const times = timesOf(gateway);
  gateway.ledger.save(order);
  return Promise.all(Array.from({ length: times }, () => tell(gateway, order, telling)));
}

function timesOf(gateway: Gateway): number {
  if (hits(gateway, 'lost')) return 0;
  if (hits(gateway, 'burst')) return 8;
  return hits(gateway, 'double') ? 2 : 1;
}

function spoiled(gateway: Gateway, order: Order): Telling {
  const { has_currency, has_merchant } = protocolOf(order);
  return {
    event: hits(gateway, 'not_success') ? 'closed' : 'success',
    ...(hits(gateway, 'wrong_amount') ? { cents: cents(order.money) === 1 ? 2 : 1 } : {}),
    ...(has_merchant && hits(gateway, 'wrong_pid') ? { is_other_merchant: true } : {}),
    ...(has_currency && hits(gateway, 'wrong_currency') ? { currency: 'USD' } : {}),
    ...(hits(gateway, 'extra_field') ? { has_extra_field: true } : {}),
    ...(hits(gateway, 'stale') ? { at: Date.now() - YEAR } : {}),
    ...(hits(gateway, 'wrong_sign') ? { is_forged: true } : {}),
  };
}

/** One notification of what is told, and whether the shop understood. */
export async function tell(gateway: Gateway, order: Order, telling: Telling): Promise<Answer> {
  const protocol = protocolOf(order);
  if (!order.notify_url) return { status: 0, answer: '订单没有通知地址', taken: false, ms: 0 };
  const notice = protocol.notice(gateway, order, telling);
  const result = await deliver(gateway, order, notice, protocol.isTaken);
  // Only who took the truth has taken the payment.
  const isTrue = telling.event === 'success' && !telling.is_forged && order.paid_at > 0;
  if (result.taken && isTrue && !(order.taken && order.notify_at === 0)) {
    order.taken = true;
    order.notify_at = 0;
    gateway.ledger.save(order);
  }
  return result;
}

/** Sends one notice and writes down what came of it. */
export async function deliver(
  gateway: Gateway,
  order: Order,
  notice: Notice,
  isTaken: (status: number, answer: string) => boolean,
): Promise<Answer> {
  const began = performance.now();
  const at = new Date().toISOString();
  const { status, answer } = await call(notice, gateway.patience_ms);
  const isLost = (order.deaf ?? 0) > 0;
  if (isLost) order.deaf = (order.deaf ?? 0) - 1;
  const taken = !isLost && isTaken(status, answer);
  const ms = Math.round(performance.now() - began);
  const said = isLost ? `（应答丢失）${answer}` : answer;
  const result = { status: isLost ? 0 : status, answer: said.slice(0, 200), taken, ms };
  const { trade_no, out_trade_no, protocol } = order;
  gateway.told.add({ at, trade_no, out_trade_no, protocol, ...notice, ...result });
  return result;
}

async function call({ method, url, headers, body }: Notice, patience: number) {
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(patience),
      redirect: 'manual',
    });
    return { status: response.status, answer: await response.text() };
  } catch (error) {
    return { status: 0, answer: wordsOf(error) };
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
