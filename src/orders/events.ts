import type { Actor } from '../audit/index.ts';
import { now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';

/** What an order's columns do not say by themselves, for its timeline; `detail` holds no secret and no contact. */
export async function noteEvent(
  trx: Db,
  order_id: number,
  event: string,
  detail = '',
  actor: Actor | null = null,
): Promise<void> {
  const row = { order_id, event, detail: detail.slice(0, 300), actor: actor?.name ?? '' };
  await trx('order_events').insert({ ...row, at: now() });
}
