import { fromNow, MINUTE, now } from '../platform/clock.ts';
import { type Db, db } from '../platform/db.ts';
import { defineOwedWork } from '../platform/owed.ts';
import { deliver } from './deliver.ts';

/** A try takes seconds: who holds a row longer has died. */
const STUCK_AFTER = 5 * MINUTE;
const BATCH = 200;
const AT_ONCE = 4;

/** Sends everything that is due. It does so itself, without the queue: Redis may be away. */
export async function sweepDeliveries(): Promise<void> {
  await freeStuck(db);
  const due = await db('deliveries')
    .where({ status: 'queued' })
    .where('due_at', '<=', now())
    .orderBy('due_at')
    .limit(BATCH)
    .select('id');
  const ids = due.map((row) => row.id);
  const next = async (): Promise<void> => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) await deliver(id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

/** Sent twice is better than never: its Message-ID stays the same. */
async function freeStuck(db: Db): Promise<void> {
  await db('deliveries')
    .where({ status: 'sending' })
    .where('sending_at', '<', fromNow(-STUCK_AFTER))
    .update({ status: 'queued', sending_at: null, due_at: now() });
}

defineOwedWork('notify.deliver', async (db) => {
  const oldest = await db('deliveries')
    .where({ status: 'queued' })
    .where('due_at', '<=', now())
    .whereNull('last_error')
    .orderBy('due_at')
    .first('due_at');
  return oldest?.due_at ?? null;
});
