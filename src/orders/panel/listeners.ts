import { SECOND } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { PanelEvent } from './tables.ts';

interface Listener {
  id: number;
  events: string;
}

let kept: { until: number; rows: Listener[] } | undefined;

/** Who listens to an event, kept for a second: where nobody does, an order pays one look at the clock for it. */
export async function listenersTo(trx: Db, event: PanelEvent): Promise<number[]> {
  if (!kept || kept.until < Date.now()) {
    // By the connection that the transaction has already: a rush never waits for a second one.
    const rows = await trx('panel_endpoints').where({ is_on: true }).select('id', 'events');
    kept = { until: Date.now() + SECOND, rows };
  }
  return kept.rows.flatMap(({ id, events }) => (events.split(',').includes(event) ? [id] : []));
}

/** To be called when an endpoint has changed: in this process it holds at once. */
export function forgetListeners(): void {
  kept = undefined;
}
