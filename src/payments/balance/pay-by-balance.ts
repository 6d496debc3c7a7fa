import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import { type Debit, debit } from './balance.ts';

/** Pays orders from balances and writes the payments down. Gives the ids of the orders that are paid. */
export async function payByBalance(
  trx: Db,
  debits: readonly (Debit & { title: string })[],
): Promise<Set<number>> {
  if (debits.length === 0) return new Set();
  const paid = await debit(trx, debits);
  const rows = debits.filter(({ order_id }) => paid.has(order_id)).map(paymentOf);
  if (rows.length > 0) await trx('payments').insert(rows);
  return paid;
}

function paymentOf({ order_id, cents, title }: Debit & { title: string }) {
  const at = now();
  return {
    payment_no: publicNo('ZF'),
    purpose: 'order' as const,
    subject_id: order_id,
    gateway: 'balance',
    amount_cents: cents,
    title,
    status: 'paid' as const,
    created_at: at,
    expires_at: at,
    paid_at: at,
    landed_at: at,
  };
}
