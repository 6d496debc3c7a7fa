import { cardThings } from '../cards/card-things.ts';

/** Routes that name a batch, a card, a task on cards or a loop variant. */
const CARDS = /^\/(cards|card-batches|card-tasks|loop-cards)\/:/;

/** Routes that name an order, a task on orders or a month. */
const DESK = /^\/(shop-orders|shop-tasks|shop-reports\/settlements)\/:/;

/** Routes that name an order of whoever placed it. */
const BOUGHT = /^\/(orders|api\/v1\/orders)\/:/;

/** What the routes of the shop name; made when a pattern asks for it, so that no request before has changed it. */
export async function shopThings(
  pattern: string,
  admin: { id: number },
  owner: { id: number },
): Promise<Record<string, string>> {
  if (pattern.includes(':gateway')) return { gateway: 'nobody' };
  if (/:endpoint_no|:call_no/.test(pattern)) return webhookThings();
  if (BOUGHT.test(pattern)) return boughtThings(pattern, owner);
  if (DESK.test(pattern)) return deskThings(admin);
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

/** An unpaid order of a guest, and a task of the administrator's that is over. */
async function deskThings(admin: { id: number }): Promise<Record<string, string>> {
  const { aTask, anUnpaidOrder } = await import('../orders/desk-things.ts');
  const { order_no } = await anUnpaidOrder();
  return { order_no, line: '1', task_no: await aTask(admin.id), month: '2026-11' };
}

/** A customer's order: with cards where cards are asked for, else one that is still to be paid. */
async function boughtThings(
  pattern: string,
  { id: user_id }: { id: number },
): Promise<Record<string, string>> {
  const { db } = await import('../../src/platform/db.ts');
  const { placeOrder } = await import('../../src/orders/index.ts');
  const { aVariantWithCards } = await import('../shop.ts');
  const { giveMoney, wishFor } = await import('../orders/shop.ts');
  await giveMoney(db, user_id, 100_000);
  // So many unpaid orders at once are nobody's.
  await db('buying_counts').delete();
  const { variant } = await aVariantWithCards(db, 1);
  const gateway = /cards|print/.test(pattern) ? 'balance' : null;
  const { order } = await placeOrder(wishFor(variant, { user_id, gateway, by_program: false }));
  return { order_no: order.order_no };
}
