import { setTimeout as pause } from 'node:timers/promises';
import { aVariantWithCards } from '../../shop.ts';
import { checkBooks } from './books.ts';
import {
  atOnce,
  lateMoney,
  loopsAndCoupons,
  manyForFew,
  paidAt,
  statusesOf,
  until,
} from './cases.ts';
import { openShop, type Shop, type Told } from './shop.ts';
import type { Stage } from './stage.ts';

/** Orders go to all nodes, which must agree; half-way one is killed, and what it confirmed is there on the others. */
export async function clusterDrill(stage: Stage, orders: number) {
  const began = Date.now();
  const shop = await openShop(stage, 20);
  const told: Told[] = [];
  told.push(...(await manyForFew(shop)));
  for (const concurrency of [8, 32])
    told.push(...(await paidAt(shop, stage, { orders, concurrency })));
  told.push(...(await killedHalfWay(shop, stage, orders)));
  told.push(...(await lateMoney(shop, stage)));
  told.push(...(await loopsAndCoupons(shop)));
  const books = await checkBooks(shop, stage, told);
  await shop.db.destroy();
  const seconds = Math.round((Date.now() - began) / 1000);
  return { ...books, asked: told.length, nodes: stage.urls.length, nodes_killed: 1, seconds };
}

async function killedHalfWay(shop: Shop, stage: Stage, orders: number): Promise<Told[]> {
  const { variant } = await aVariantWithCards(shop.db, orders * 2);
  const { variant_no } = variant;
  const paid = atOnce(shop, orders, { variant_no, gateway: 'epay_v1' });
  const bought = atOnce(shop, orders, { variant_no, gateway: 'balance' });
  await pause(150);
  await stage.kill('mariadb');
  const told = (await Promise.all([paid, bought])).flat();
  const paying = stage.pay('pay-all', {
    concurrency: 16,
    repeats: 2,
    order: 'random',
    rounds: 3,
    again: 'all',
  });
  await paying;
  await until(
    async () => (await statusesOf(shop, variant.id))['delivered'] === orders * 2,
    120_000,
  );
  return told;
}
