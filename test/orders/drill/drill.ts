import { checkBooks } from './books.ts';
import { lateMoney, loopsAndCoupons, manyForFew, paidAt } from './cases.ts';
import { chaos } from './chaos.ts';
import { openShop, type Told } from './shop.ts';
import type { Stage } from './stage.ts';

export interface DrillWish {
  /** How often each of web, worker, Redis and MariaDB is killed. */
  kills: number;
  /** Orders per level of concurrency, and the levels at which callbacks come. */
  orders: number;
  levels: readonly number[];
  /** So many orders for each card of those that are paid late. */
  late: number;
}

/** All cases of the shop's drill, one after the other on one stage; throws at the first thing that does not hold. */
export async function shopDrill(stage: Stage, { kills, orders, levels, late }: DrillWish) {
  const began = Date.now();
  const shop = await openShop(stage, 20);
  const told: Told[] = [];
  const note = (name: string) => process.stderr.write(`${name} ${since(began)} s\n`);
  told.push(...(await manyForFew(shop)));
  note('200 buyers, 50 cards');
  for (const concurrency of levels) {
    told.push(...(await paidAt(shop, stage, { orders, concurrency })));
    note(`${orders} paid orders, callbacks twice, ${concurrency} at once`);
  }
  told.push(...(await lateMoney(shop, stage, late)));
  note('late money');
  told.push(...(await loopsAndCoupons(shop)));
  note('loop cards, coupons, manual goods');
  const storm = await chaos(shop, stage, kills);
  note('kills');
  const books = await checkBooks(shop, stage, [...told, ...storm.told]);
  await shop.db.destroy();
  return {
    ...books,
    asked: told.length + storm.told.length,
    killed: storm.killed,
    seconds: since(began),
  };
}

const since = (began: number): number => Math.round((Date.now() - began) / 1000);
