import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { startDatabase } from '../bureau/setup.ts';

const { db } = await startDatabase();
const { inTransaction } = await import('../../src/platform/db.ts');
const { claimCards } = await import('../../src/cards/claim-cards.ts');
const { CARD, NEVER_LAPSES } = await import('../../src/cards/tables.ts');
const today = '2026-11-22';
let made = 0;

/** A variant with so many cards, each good until a day. */
async function aVariant(days: readonly string[]): Promise<number> {
  const row = { product_id: 1, name: '月卡', price_cents: 100, stock: days.length };
  const [id = 0] = await db('variants').insert({ ...row, variant_no: `GG${++made}` });
  const cards = days.map((sell_by) => ({
    ...{ variant_id: id, batch_id: 1, digest: randomBytes(16), secret_sealed: Buffer.of(1) },
    ...{ status: CARD.available, sell_by },
  }));
  await db.batchInsert('cards', cards, 500);
  return id;
}
const many = (count: number) => Array<string>(count).fill(NEVER_LAPSES);
let orders = 0;
const want = (variant_id: number, quantity = 1) => ({ order_id: ++orders, variant_id, quantity });
const claim = (wants: ReturnType<typeof want>[], as: 'held' | 'sold' = 'held') =>
  inTransaction((trx) => claimCards(trx, wants, { as, today }));

/** The rows agree with what was told, and the count with the rows. */
async function agrees(variant_id: number, told: Map<number, number[]>): Promise<void> {
  const cards = await db('cards').where({ variant_id });
  for (const { id, order_id, status } of cards) {
    const owner = [...told].find(([, ids]) => ids.includes(id))?.[0] ?? null;
    assert.equal(order_id, owner);
    assert.equal(status === CARD.available, owner === null);
  }
  const all = [...told.values()].flat();
  assert.equal(new Set(all).size, all.length, 'no card twice');
  const { stock } = (await db('variants').where({ id: variant_id }).first())!;
  assert.equal(Number(stock), cards.length - all.length);
}

test('two hundred buyers at once on fifty cards: fifty have one each, the others none', async () => {
  const variant = await aVariant(many(50));
  const claims = await Promise.all(Array.from({ length: 200 }, () => claim([want(variant)])));
  const told = new Map(claims.flatMap((one) => [...one]));
  assert.equal([...told.values()].filter((ids) => ids.length === 1).length, 50);
  await agrees(variant, told);
});

test('batches of several processes share the stock to the last card', async () => {
  const variant = await aVariant(many(500));
  const claims = await Promise.all(
    Array.from({ length: 12 }, () => claim(Array.from({ length: 50 }, () => want(variant)))),
  );
  const told = new Map(claims.flatMap((one) => [...one]));
  assert.equal([...told.values()].filter((ids) => ids.length === 1).length, 500);
  await agrees(variant, told);
});

test('each gets all or nothing, in the order they came, and what one gives back the next may have', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(30),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 }),
      async (stock, quantities) => {
        const variant = await aVariant(many(stock));
        const wants = quantities.map((quantity) => want(variant, quantity));
        const told = await claim(wants);
        let left = stock;
        for (const { order_id, quantity } of wants) {
          const gets = quantity <= left ? quantity : 0;
          assert.equal(told.get(order_id)?.length, gets, `${stock} for ${quantities}`);
          left -= gets;
        }
        await agrees(variant, told);
      },
    ),
    { numRuns: 60 },
  );
});

test('what lapses soonest goes first, and what has lapsed is not sold', async () => {
  const days = ['2026-12-31', ...many(40), '2026-11-21', '2026-11-22', '2026-12-01'];
  for (let round = 0; round < 5; round++) {
    const variant = await aVariant(days);
    const four = want(variant, 4);
    const told = await claim([four], 'sold');
    const sold = await db('cards')
      .whereIn('id', told.get(four.order_id) ?? [])
      .orderBy('sell_by')
      .select({ day: db.raw("date_format(sell_by, '%Y-%m-%d')") });
    assert.deepEqual(
      sold.map(({ day }) => day),
      ['2026-11-22', '2026-12-01', '2026-12-31', NEVER_LAPSES],
    );
    const rest = want(variant, 40);
    assert.deepEqual((await claim([rest])).get(rest.order_id), []);
    await agrees(variant, told);
  }
});
