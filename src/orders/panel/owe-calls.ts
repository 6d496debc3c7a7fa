import './tables.ts';
import { now } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import type { OrderRow } from '../tables.ts';
import { type Body, bodiesFor } from './bodies.ts';
import { ringPanels } from './call-job.ts';
import { listenersTo } from './listeners.ts';
import type { CallRow, PanelEvent } from './tables.ts';

/**
 * Writes the calls to the provider's panel that an event of these orders owes, in the transaction of the deed; to be
 * called when their rows stand as they will. Costs nothing while no panel listens.
 */
export async function owePanelCalls(
  trx: Db,
  after: After,
  event: PanelEvent,
  orders: readonly Pick<OrderRow, 'id'>[],
): Promise<void> {
  if (orders.length === 0) return;
  const listeners = await listenersTo(trx, event);
  if (listeners.length === 0) return;
  const ids = orders.map(({ id }) => id);
  const bodies = await bodiesFor(trx, event, ids);
  await trx('panel_calls').insert(
    bodies.flatMap((body) => listeners.map((endpoint_id) => callOf(event, body, endpoint_id))),
  );
  after(ringPanels);
}

function callOf(event: PanelEvent, { event_id, order_id, json }: Body, endpoint_id: number) {
  const at = now();
  const state = 'waiting' as const;
  const row = { call_no: publicNo('TH'), event_id, endpoint_id, order_id, event, body: json };
  return { ...row, state, due_at: at, created_at: at } satisfies Partial<CallRow>;
}
