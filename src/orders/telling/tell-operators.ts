import { contactOf, usersWith } from '../../accounts/index.ts';
import { type EventName, send } from '../../notify/index.ts';
import type { After, Db } from '../../platform/db.ts';

/** Tells everybody who runs the shop, inside the site and by the channels of the event. */
export async function tellOperators(
  trx: Db,
  after: After,
  event: EventName,
  values: Record<string, string>,
  link = '/shop-orders',
): Promise<void> {
  for (const user_id of await usersWith(trx, 'shop.manage')) {
    const to = await contactOf(trx, user_id);
    await send(trx, after, { event, user_id, to, values, link });
  }
}
