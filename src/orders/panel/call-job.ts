import { z } from 'zod';
import { DAY, fromNow } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { defineJob } from '../../platform/jobs.ts';
import { defineOwedWork } from '../../platform/owed.ts';
import { readSetting } from '../../platform/settings.ts';
import { bellOf } from '../telling/bell.ts';
import { sendDueCalls } from './send-calls.ts';
import { panelSetting } from './settings.ts';

/** Hastens calls to panels; tries are counted in their rows. */
export const panelJob = defineJob({
  name: 'call-panel',
  data: z.object({}),
  attempts: 1,
  concurrency: 2,
  run: sendDueCalls,
});

/** To be handed to `after` by whoever has written a call that is due. */
export const ringPanels = bellOf(() => panelJob.enqueue({}));

const AT_ONCE = 2000;

/** Takes away calls that are settled and old, with their tries. */
export async function forgetOldCalls(): Promise<void> {
  const { kept_days } = await readSetting(panelSetting);
  const old = await db('panel_calls')
    .where('created_at', '<', fromNow(-kept_days * DAY))
    .whereNot({ state: 'waiting' })
    .limit(AT_ONCE)
    .select('id');
  const ids = old.map(({ id }) => id);
  await db('panel_tries').whereIn('call_id', ids).delete();
  await db('panel_calls').whereIn('id', ids).delete();
}

// A receiver that is down is no fault of ours: what counts is what nobody has tried.
defineOwedWork('orders.panel', async (db) => {
  const row = await db('panel_calls')
    .join('panel_endpoints', 'panel_endpoints.id', 'panel_calls.endpoint_id')
    .where('panel_calls.state', 'waiting')
    .where('panel_calls.attempts', 0)
    .where('panel_endpoints.is_on', true)
    .whereNull('failing_since')
    .orderBy('due_at')
    .first<{ due_at: Date | null } | undefined>('due_at');
  return row?.due_at ?? null;
});
