import assert from 'node:assert/strict';
import { aVariant, aVariantWithCards, cardsFor } from '../../shop.ts';
import type { Asked, Shop, Told } from './shop.ts';
import { patiently, type Stage } from './stage.ts';

/** So many at once, by turns of the buyers. */
export function atOnce(shop: Shop, count: number, asked: Asked): Promise<Told[]> {
  return Promise.all(
    Array.from({ length: count }, (_, n) => {
      const buyer = shop.buyers[n % shop.buyers.length];
      if (!buyer) throw new Error('a shop without buyers');
      return shop.order(buyer, asked);
    }),
  );
}

const accepted = (told: readonly Told[]): Told[] => told.filter(({ order_no }) => order_no);

/** Two hundred buyers at once, fifty cards: from balances, then for money to come. */
export async function manyForFew(shop: Shop): Promise<Told[]> {
  const all: Told[] = [];
  for (const gateway of ['balance', 'epay_v1'] as const) {
    const { variant } = await aVariantWithCards(shop.db, 50);
    const told = await atOnce(shop, 200, { variant_no: variant.variant_no, gateway });
    assert.equal(accepted(told).length, 50, `${gateway}: fifty are accepted`);
    const refused = told.filter(({ order_no }) => !order_no);
    assert.ok(refused.every(({ status, words }) => status === 409 && /售罄|库存/.test(words)));
    all.push(...told);
  }
  return all;
}

/** Paid orders, each callback sent twice in a random order at that concurrency, and three rounds again. */
export async function paidAt(
  shop: Shop,
  stage: Stage,
  { orders, concurrency }: { orders: number; concurrency: number },
): Promise<Told[]> {
  const { variant } = await aVariantWithCards(shop.db, orders * 2);
  const told = await atOnce(shop, orders, { variant_no: variant.variant_no, gateway: 'epay_v1' });
  assert.equal(accepted(told).length, orders);
  const how = { concurrency, repeats: 2, order: 'random', rounds: 3, again: 'all' };
  await stage.pay('pay-all', how);
  await until(async () => (await statusesOf(shop, variant.id))['delivered'] === orders);
  return told;
}

/** Four orders for each of fifty cards, by holds that ran out: all pay, fifty have one, the rest when more come. */
export async function lateMoney(shop: Shop, stage: Stage, rounds = 4): Promise<Told[]> {
  const { db } = shop;
  const { variant } = await aVariantWithCards(db, 50);
  const all: Told[] = [];
  for (let round = 0; round < rounds; round++) {
    all.push(...(await atOnce(shop, 50, { variant_no: variant.variant_no, gateway: 'epay_v1' })));
    await db('orders')
      .where({ variant_id: variant.id, status: 'unpaid' })
      .update({ hold_until: new Date(0) });
    await until(async () => !(await statusesOf(shop, variant.id))['unpaid']);
  }
  assert.equal(accepted(all).length, rounds * 50);
  await stage.pay('pay-all', { concurrency: 32, repeats: 2, order: 'random', rounds: 3 });
  await until(async () => {
    const { delivered, waiting } = await statusesOf(shop, variant.id);
    return delivered === 50 && waiting === (rounds - 1) * 50;
  });
  await cardsFor(db, variant, (rounds - 1) * 50);
  await until(async () => (await statusesOf(shop, variant.id))['delivered'] === rounds * 50);
  return all;
}

/** One text for twenty of sixty; one coupon for one of a hundred. */
export async function loopsAndCoupons(shop: Shop): Promise<Told[]> {
  const { db } = shop;
  const loop = await aVariantWithCards(db, 1, { delivery: 'loop' });
  await db('variants').where({ id: loop.variant.id }).update({ stock: 20, allotted: 20 });
  const looped = await atOnce(shop, 60, {
    variant_no: loop.variant.variant_no,
    gateway: 'balance',
  });
  assert.equal(accepted(looped).length, 20);
  const { variant } = await aVariantWithCards(db, 200);
  await db('coupons').insert({
    ...{ coupon_no: 'YHDRILL', code: 'DRILL', kind: 'percent', amount: 10 },
    ...{ uses_total: 1, uses_left: 1, created_at: new Date() },
  });
  const asked = { variant_no: variant.variant_no, gateway: 'balance', coupon: 'drill' } as const;
  const taken = await atOnce(shop, 100, asked);
  assert.equal(accepted(taken).length, 1);
  const manual = await aVariant(db, { delivery: 'manual', stock: 5, allotted: 5 });
  const typed = await atOnce(shop, 20, {
    ...{ variant_no: manual.variant.variant_no, gateway: 'balance' },
  });
  assert.equal(accepted(typed).length, 5);
  return [...looped, ...taken, ...typed];
}

export async function statusesOf(
  { db }: Shop,
  variant_id: number,
): Promise<Record<string, number>> {
  const rows = await db('orders')
    .where({ variant_id })
    .groupBy('status')
    .select<{ status: string; n: number }[]>('status', db.raw('count(*) as n'));
  return Object.fromEntries(rows.map(({ status, n }) => [status, Number(n)]));
}

export function until(holds: () => Promise<boolean>, ms = 60_000): Promise<void> {
  return patiently(async () => {
    if (!(await holds())) throw new Error(`it never came to hold: ${holds}`);
  }, ms);
}
