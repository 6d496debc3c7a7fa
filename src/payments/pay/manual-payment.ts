import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import type { PaymentRow } from '../tables.ts';
import type { ToPay } from './start-payment.ts';

/** A payment that nobody began on a page, for an operator who saw the money come; gives its number. */
export async function manualPayment(
  trx: Db,
  wanted: Pick<ToPay, 'purpose' | 'subject_id' | 'amount_cents' | 'title'>,
): Promise<PaymentRow['payment_no']> {
  const { purpose, subject_id, amount_cents } = wanted;
  const payment_no = publicNo('ZF');
  await trx('payments').insert({
    ...{ payment_no, purpose, subject_id, amount_cents },
    ...{ title: wanted.title.slice(0, 120), gateway: 'manual', status: 'started' },
    ...{ created_at: now(), expires_at: now() },
  });
  return payment_no;
}
