import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import type { PoliceRow } from './tables.ts';

export function policeOf(db: Db, service_no: string): Promise<PoliceRow | undefined> {
  return db('police_filings').where({ service_no }).first();
}

/** Keeps what the customer told of a site: its number, or (null) that none is needed. */
export async function savePolice(
  service_no: string,
  police_number: string | null,
  actor: Actor & { id: number },
): Promise<void> {
  await inTransaction(async (trx) => {
    const row = {
      ...{ police_number, not_needed_at: police_number ? null : now() },
      ...{ set_by: actor.id, set_at: now() },
    };
    await trx('police_filings')
      .insert({ service_no, ...row })
      .onConflict('service_no')
      .merge(row);
    // Looked at soon, so that the reminder ends by itself.
    await trx('watched_domains')
      .where({ service_no, ended_at: null })
      .update({ next_check_at: now() });
    const action = police_number ? 'watch.police_entered' : 'watch.police_not_needed';
    await record(trx, actor, action, `service:${service_no}`);
  });
}
