import { contactOf, usersWith } from '../accounts/index.ts';
import { send } from '../notify/index.ts';
import { db, inTransaction } from '../platform/db.ts';
import { type Alarm, markAnnounced, unannouncedAlarms } from './alarms.ts';

/** Tells everyone who looks after the bureaus of each alarm, once. */
export async function announceAlarms(): Promise<void> {
  for (const alarm of await unannouncedAlarms(db, 20)) await announce(alarm);
}

async function announce(alarm: Alarm): Promise<void> {
  await inTransaction(async (trx, after) => {
    if (!(await markAnnounced(trx, alarm.id))) return;
    for (const user_id of await usersWith(trx, 'bureau.manage')) {
      await send(trx, after, {
        event: 'bureau.alarm',
        user_id,
        to: await contactOf(trx, user_id),
        values: { bureau: alarm.bureau_name, problem: alarm.words },
        link: `/bureaus/${encodeURIComponent(alarm.bureau_name)}`,
      });
    }
  });
}
