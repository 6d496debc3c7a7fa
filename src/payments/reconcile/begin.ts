import { type Actor, record, SYSTEM } from '../../audit/index.ts';
import { now, shownTime } from '../../platform/clock.ts';
import { type Db, db, inTransaction, isDuplicate } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import { GATEWAYS } from '../gateways/index.ts';
import { readyGateway } from '../gateways/set-up.ts';
import { canAsk } from '../pay/ask-gateway.ts';
import type { ReconciliationRow } from '../tables.ts';
import { yesterday } from './days.ts';
import { goOn, paymentsOfDay } from './reconcile.ts';

/** Begins to compare a day with a gateway; it runs in the background. Gives its number. */
export async function beginReconciliation(
  trx: Db,
  wanted: Pick<ReconciliationRow, 'gateway' | 'day' | 'source'> & { round_key?: string },
  actor: Actor,
): Promise<string> {
  const reconciliation_no = publicNo('DZ');
  const [counted] = await paymentsOfDay(trx, wanted.gateway, wanted.day).count({ total: '*' });
  await trx('reconciliations').insert({
    ...wanted,
    reconciliation_no,
    state: 'running',
    total: Number(counted?.['total'] ?? 0),
    made_by: actor.kind === 'user' ? actor.id : null,
    created_at: now(),
    due_at: wanted.source === 'asked' ? now() : null,
  });
  const { gateway, day, source } = wanted;
  const subject = `reconciliation:${reconciliation_no}`;
  await record(trx, actor, 'reconciliation.begun', subject, { gateway, day, source });
  return reconciliation_no;
}

/** Earlier, the gateways themselves are still closing their day. */
const FROM_HOUR = 3;

/** By night the day before is compared, once with each gateway that can be asked and had something to do. */
export async function beginNightly(): Promise<void> {
  if (Number(shownTime(now()).slice(11, 13)) < FROM_HOUR) return;
  const day = yesterday();
  for (const { name: gateway } of GATEWAYS) {
    const round_key = `${gateway}:${day}`;
    if (await db('reconciliations').where({ round_key }).first('id')) continue;
    const ready = await readyGateway(gateway);
    if (!ready || !canAsk(ready)) continue;
    if (!(await paymentsOfDay(db, gateway, day).first('id'))) continue;
    const wanted = { gateway, day, source: 'asked', round_key } as const;
    await inTransaction((trx) => beginReconciliation(trx, wanted, SYSTEM)).catch(unlessFirst);
  }
}

/** Another process has begun it. */
function unlessFirst(error: unknown): void {
  if (!isDuplicate(error)) throw error;
}

/** Those that are under way, a part of each. */
export async function goOnWithDue(): Promise<void> {
  const due = await db('reconciliations')
    .where('due_at', '<=', now())
    .orderBy('due_at')
    .limit(5)
    .select('id');
  for (const { id } of due) await goOn(id);
}
