import { setTimeout as pause } from 'node:timers/promises';
import { aVariantWithCards, cardsFor } from '../../shop.ts';
import { statusesOf } from './cases.ts';
import type { Shop, Told } from './shop.ts';
import { KILLED, type Killed, patiently, type Stage } from './stage.ts';

const LANES = 6;

/**
 * Buyers order, pay, and let holds run out while web, worker, Redis and MariaDB are killed (kill -9) in a random order,
 * each `kills` times; then everything is left to come to rest.
 */
export async function chaos(shop: Shop, stage: Stage, kills: number) {
  const { db } = shop;
  const { variant } = await patiently(() => aVariantWithCards(db, 300));
  const told: Told[] = [];
  const killed: Record<Killed, number> = { web: 0, worker: 0, redis: 0, mariadb: 0 };
  let isOver = false;
  const lane = async (n: number) => {
    for (let round = 0; !isOver; round++) {
      const buyer = shop.buyers[(n + round) % shop.buyers.length];
      const gateway = (n + round) % 3 === 0 ? 'balance' : 'epay_v1';
      if (buyer) told.push(await shop.order(buyer, { variant_no: variant.variant_no, gateway }));
      await pause(Math.random() * 60);
    }
  };
  const payer = async () => {
    while (!isOver) {
      await stage.pay('pay-all', { concurrency: 8, repeats: 2, order: 'random', again: 'untaken' });
      await pause(Math.random() * 1500);
    }
  };
  const clock = async () => {
    while (!isOver) {
      await patiently(() => runOutSome(shop, variant.id));
      await patiently(() => cardsFor(db, variant, 60));
      await pause(2000);
    }
  };
  const running = [...Array.from({ length: LANES }, (_, n) => lane(n)), payer(), clock()];
  // Whoever fails is heard below; meanwhile the others go on.
  for (const each of running) each.catch(() => undefined);
  for (const what of shuffled(KILLED.flatMap((each) => Array<Killed>(kills).fill(each)))) {
    await pause(200 + Math.random() * 1500);
    await stage.kill(what);
    killed[what]++;
  }
  await pause(2000);
  isOver = true;
  await Promise.all(running);
  await rest(shop, stage, variant);
  return { told, killed };
}

/** What time would do to a few unpaid orders. */
async function runOutSome({ db }: Shop, variant_id: number): Promise<void> {
  await db('orders')
    .where({ variant_id, status: 'unpaid' })
    .limit(3)
    .update({ hold_until: new Date(0) });
}

/** All is paid, told and delivered: nothing is under way any more. */
async function rest(shop: Shop, stage: Stage, variant: { id: number }): Promise<void> {
  const { db } = shop;
  await patiently(() =>
    stage.pay('pay-all', { concurrency: 8, repeats: 2, order: 'random', rounds: 3 }),
  );
  await patiently(() => cardsFor(db, variant, 2000));
  const restless = async () => {
    const { paid = 0, waiting = 0 } = await statusesOf(shop, variant.id);
    const open = await db('payments').where({ status: 'paid', landed_at: null }).first('id');
    return { paid, waiting, unlanded: open?.id ?? 0, untold: await untold(shop, stage) };
  };
  await patiently(async () => {
    const left = await restless();
    if (Object.values(left).some((count) => count > 0))
      throw new Error(`not at rest: ${JSON.stringify(left)}`);
  }, 180_000);
}

/** Paid at the gateway, and not known here yet: found by asking when no callback came through. */
async function untold({ db }: Shop, stage: Stage): Promise<number> {
  const orders = (await stage.pay('orders?status=paid')) as { out_trade_no: string }[];
  const numbers = orders.map(({ out_trade_no }) => out_trade_no);
  const known = await db('payments').whereIn('payment_no', numbers).whereNotNull('landed_at');
  return numbers.length - known.length;
}

function shuffled<T>(list: T[]): T[] {
  return list
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
