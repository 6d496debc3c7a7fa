import { DAY, MINUTE, now, SECOND } from '../../platform/clock.ts';
import type { PaymentRow } from '../tables.ts';

/** After how long an open payment is asked about the first times, and then every quarter of an hour. */
const SOON = [5 * SECOND, 15 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE];
const LATER = 15 * MINUTE;
/**
 * Late money is looked for ever more rarely for a day, once a night for a month, and then by reconciliation only: whoever
 * begins many payments and pays none shall not keep the gateway, and so everybody else, busy.
 */
const OFTEN = DAY;
const LONG = 30 * DAY;

/** When an open payment is asked about next; null: not by itself any more. */
export function nextAsk(payment: Pick<PaymentRow, 'asks' | 'expires_at'>): Date | null {
  const at = now().getTime();
  const over = payment.expires_at.getTime();
  if (at > over + LONG) return null;
  if (at > over + OFTEN) return new Date(at + DAY);
  // As long again as it has been over.
  return new Date(at + Math.max(SOON[payment.asks] ?? LATER, at - over));
}
