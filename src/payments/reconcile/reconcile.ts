import { setTimeout as pause } from 'node:timers/promises';
import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { alarm } from '../alarm.ts';
import { gatewayTitle } from '../gateways/index.ts';
import { type Ready, readyGateway } from '../gateways/set-up.ts';
import { canAsk } from '../pay/ask-gateway.ts';
import type { PaymentRow, ReconciliationRow } from '../tables.ts';
import { type Difference, differenceOf } from './compare.ts';
import { dayBounds } from './days.ts';

/** So many are asked about in one go, and so long is waited between two: a gateway has other customers. */
const IN_ONE_GO = 100;
const PACE_MS = 100;
/** Renewed with each payment: another process may go on when one has not been heard of for so long. */
const LEASE = 5 * MINUTE;

/** The payments of a day that are compared: those begun on it. */
export function paymentsOfDay(db: Db, gateway: string, day: string) {
  const [from, until] = dayBounds(day);
  return db('payments')
    .where({ gateway })
    .where('created_at', '>=', from)
    .where('created_at', '<', until);
}

/** Goes on with a reconciliation where it stopped, for some payments; its row says whether more is owed. */
export async function goOn(id: number): Promise<void> {
  const row = await claim(id);
  if (!row) return;
  const ready = await readyGateway(row.gateway);
  const payments = await paymentsOfDay(db, row.gateway, row.day)
    .where('id', '>', row.cursor_id)
    .orderBy('id')
    .limit(IN_ONE_GO);
  for (const payment of payments) {
    if (ready && canAsk(ready)) await compareOne(row, ready, payment);
    await db('reconciliations')
      .where({ id })
      .update({ cursor_id: payment.id, due_at: fromNow(LEASE) })
      .increment('checked', 1);
    await pause(PACE_MS);
  }
  if (payments.length === IN_ONE_GO)
    await db('reconciliations').where({ id }).update({ due_at: now() });
  else await finish(row);
}

async function claim(id: number): Promise<ReconciliationRow | undefined> {
  const row = await db('reconciliations').where({ id, state: 'running' }).first();
  if (!row?.due_at || row.due_at > now()) return undefined;
  const claimed = await db('reconciliations')
    .where({ id, state: 'running', due_at: row.due_at })
    .update({ due_at: fromNow(LEASE) });
  return claimed === 1 ? row : undefined;
}

async function compareOne(row: ReconciliationRow, ready: Ready, payment: PaymentRow) {
  const difference = await differenceAt(ready, payment);
  if (difference) await noteDifference(db, row, payment, difference);
}

async function differenceAt(
  { gateway, at }: Ready,
  payment: PaymentRow,
): Promise<Difference | undefined> {
  try {
    const found = await gateway.find?.(at, payment);
    return found && differenceOf(payment, found);
  } catch (error) {
    log.warn('not reconciled', { gateway: gateway.name, error });
    return { fault: 'no_answer', ours: '', theirs: '没有应答' };
  }
}

/** Writes it down. Money that lies at the gateway is asked about at once, and lands as any other. */
export async function noteDifference(
  db: Db,
  row: Pick<ReconciliationRow, 'id'>,
  payment: Pick<PaymentRow, 'id' | 'payment_no'>,
  difference: Difference,
): Promise<void> {
  const isRepaired = difference.fault === 'paid_there';
  if (isRepaired)
    await db('payments')
      .where({ id: payment.id })
      .whereIn('status', ['started', 'closed'])
      .update({ ask_due_at: now() });
  await db('reconciliation_items')
    .insert({
      reconciliation_id: row.id,
      payment_id: payment.id || null,
      payment_no: payment.payment_no,
      ...difference,
      state: isRepaired ? 'repaired' : 'open',
    })
    .onConflict()
    .ignore();
}

/** Done; what a person must look at is told. */
export async function finish(row: ReconciliationRow): Promise<void> {
  await inTransaction(async (trx, after) => {
    const done = await trx('reconciliations')
      .where({ id: row.id, state: 'running' })
      .update({ state: 'done', done_at: now(), due_at: null });
    if (done !== 1) return;
    const [left] = await trx('reconciliation_items')
      .where({ reconciliation_id: row.id, state: 'open' })
      .count({ open: '*' });
    const open = Number(left?.['open'] ?? 0);
    if (open === 0) return;
    await alarm(trx, after, {
      what: `${row.day} 的${gatewayTitle(row.gateway)}对账`,
      problem: `有 ${open} 处不一致，请逐条核对。`,
      link: `/reconciliations/${row.reconciliation_no}`,
    });
  });
}
