import { cardThings } from '../cards/card-things.ts';

/** Routes that name a batch, a card, a task on cards or a loop variant. */
const CARDS = /^\/(cards|card-batches|card-tasks|loop-cards)\/:/;

/** What the routes of the shop name; made when a pattern asks for it, so that no request before has changed it. */
export async function shopThings(
  pattern: string,
  admin: { id: number },
): Promise<Record<string, string>> {
  if (pattern.includes(':gateway')) return { gateway: 'nobody' };
  if (/:endpoint_no|:call_no/.test(pattern)) return webhookThings();
  if (CARDS.test(pattern)) return cardThings(pattern, admin);
  return {};
}

/** An address that is called about orders, and a call to it that was given up. */
async function webhookThings(): Promise<Record<string, string>> {
  const { aFailedCall, anEndpoint } = await import('../orders/panel-things.ts');
  const { db } = await import('../../src/platform/db.ts');
  await db('panel_endpoints').update({ removed_at: new Date(), is_on: false });
  const { id, endpoint_no } = await anEndpoint(db);
  return { endpoint_no, call_no: await aFailedCall(db, id) };
}
