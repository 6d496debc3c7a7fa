import { askDue, type Paid, paidNotLanded } from '../../payments/index.ts';
import { db } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { landPayment } from './land-payment.ts';

const AT_ONCE = 100;

/** Asks gateways about money that nobody has told us of, and lands what has come. */
export async function askGateways(): Promise<void> {
  await landAll(await askDue(AT_ONCE));
}

/** Lands money that was confirmed while nobody could take it: a killed process, an operator, a reconciliation. */
export async function landOwed(): Promise<void> {
  await landAll(await paidNotLanded(db, AT_ONCE));
}

/** One that cannot be landed is logged and comes again; it keeps no other waiting. */
async function landAll(paids: readonly Paid[]): Promise<void> {
  await Promise.all(
    paids.map((paid) =>
      landPayment(paid).catch((error: unknown) =>
        log.error('payment not landed', { payment_no: paid.payment_no, error }),
      ),
    ),
  );
}
