import type { Found, Verdict } from '../gateways/gateway.ts';
import type { Ready } from '../gateways/set-up.ts';
import type { PaymentRow } from '../tables.ts';

/** What the gateway itself says of a payment; the same question at the same time is put once. */
const asking = new Map<string, Promise<Found>>();

export function askGateway({ gateway, at }: Ready, payment: PaymentRow): Promise<Found> {
  const { payment_no } = payment;
  const known = asking.get(payment_no);
  if (known !== undefined) return known;
  if (!gateway.find) return Promise.reject(new Error(`${gateway.name} cannot be asked`));
  const asked = gateway.find(at, payment).finally(() => asking.delete(payment_no));
  asking.set(payment_no, asked);
  return asked;
}

/** Whether its word is enough to credit this very amount. */
export function verdictOn(found: Found, payment: Pick<PaymentRow, 'amount_cents'>): Verdict {
  if (found.state !== 'paid') return 'denied';
  const isRight = found.amount_cents === null || found.amount_cents === payment.amount_cents;
  return isRight ? 'paid' : 'wrong_amount';
}

/** A gateway that can be asked, unless its operator has switched that off. */
export function canAsk({ gateway, at }: Ready): boolean {
  return gateway.find !== undefined && at.settings['asks'] !== false;
}
