import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import { seal, unseal } from '../../platform/seal.ts';
import type { Callback, Verdict } from '../gateways/gateway.ts';
import type { PaymentEventRow } from '../tables.ts';

/** Keeps what was said, whole and sealed, before anything is made of it. Gives its number. */
export async function keepEvent(
  db: Db,
  event: Pick<PaymentEventRow, 'gateway' | 'source'> & {
    verdict: Verdict;
    payment_id?: number;
    content: object;
  },
): Promise<string> {
  const { content, ...row } = event;
  const event_no = publicNo('SJ');
  const content_sealed = seal(JSON.stringify(content), placeOf(event_no));
  await db('payment_events').insert({ ...row, event_no, content_sealed, at: now() });
  return event_no;
}

export function contentOf({ method, headers, query, body }: Callback): object {
  return { method, headers, query, body: body.toString() };
}

export async function judgeEvent(
  db: Db,
  event_no: string,
  judged: { verdict: Verdict; payment_id: number | null },
): Promise<void> {
  await db('payment_events').where({ event_no }).update(judged);
}

export function openEvent(row: Pick<PaymentEventRow, 'event_no' | 'content_sealed'>): string {
  return unseal(row.content_sealed, placeOf(row.event_no));
}

/** What its content is sealed to. */
export const placeOf = (event_no: string) => `payment_events.content:${event_no}`;
