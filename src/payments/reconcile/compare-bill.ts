import type { Actor } from '../../audit/index.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { yuan } from '../../platform/money.ts';
import type { PaymentRow, ReconciliationRow } from '../tables.ts';
import { beginReconciliation } from './begin.ts';
import type { BillLine } from './bill.ts';
import { type Difference, differenceOf } from './compare.ts';
import { dayBounds } from './days.ts';
import { finish, noteDifference } from './reconcile.ts';

const CHUNK = 500;
/** Numbers of ours; what else stands in a bill belongs to other shops of the same merchant. */
const OURS = /^ZF[0-9A-Z]{16}$/;

/** Compares a day with the gateway's bill, both ways. Gives the number of the reconciliation. */
export async function compareBill(
  wanted: Pick<ReconciliationRow, 'gateway' | 'day'>,
  lines: readonly BillLine[],
  actor: Actor,
): Promise<string> {
  const begun = { ...wanted, source: 'bill' as const };
  const reconciliation_no = await inTransaction((trx) => beginReconciliation(trx, begun, actor));
  const row = await db('reconciliations').where({ reconciliation_no }).first();
  if (!row) throw new Error(`reconciliation ${reconciliation_no} is gone`);
  const ours = lines.filter(({ payment_no }) => OURS.test(payment_no));
  for (let at = 0; at < ours.length; at += CHUNK)
    await compareLines(row, ours.slice(at, at + CHUNK));
  await listMissing(db, row, new Set(ours.map(({ payment_no }) => payment_no)));
  await db('reconciliations').where({ id: row.id }).update({ checked: row.total });
  await finish(row);
  return reconciliation_no;
}

async function compareLines(row: ReconciliationRow, lines: readonly BillLine[]): Promise<void> {
  const numbers = lines.map(({ payment_no }) => payment_no);
  const found = await db('payments').whereIn('payment_no', numbers).where({ gateway: row.gateway });
  const known = new Map(found.map((payment) => [payment.payment_no, payment]));
  for (const { payment_no, cents } of lines) {
    const payment = known.get(payment_no);
    const difference = payment ? differs(payment, cents) : unknownHere(cents);
    if (difference) await noteDifference(db, row, payment ?? { id: 0, payment_no }, difference);
  }
}

/** A bill tells of what was received; what went back is in lines of its own. */
function differs(payment: PaymentRow, amount_cents: number): Difference | undefined {
  const found = { state: 'paid', trade_no: null, amount_cents } as const;
  const difference = differenceOf(payment, found);
  return difference?.fault === 'not_refunded_there' ? undefined : difference;
}

const unknownHere = (cents: number): Difference => ({
  ...{ fault: 'unknown_here', ours: '没有这笔', theirs: `已支付 ${yuan(cents)}` },
});

async function listMissing(db: Db, row: ReconciliationRow, told: Set<string>): Promise<void> {
  // A bill is of the day on which the money came, whenever the payment was begun.
  const [from, until] = dayBounds(row.day);
  const paid = await db('payments')
    .where({ gateway: row.gateway, status: 'paid' })
    .where('paid_at', '>=', from)
    .where('paid_at', '<', until);
  for (const payment of paid) {
    if (told.has(payment.payment_no)) continue;
    const ours = `已到账 ${yuan(payment.amount_cents)}`;
    const difference = { fault: 'missing_there', ours, theirs: '账单里没有' } as const;
    await noteDifference(db, row, payment, difference);
  }
}
