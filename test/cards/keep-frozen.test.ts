import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDatabase } from '../bureau/setup.ts';

const { db } = await startDatabase();
const { aVariantWithCards } = await import('../shop.ts');
const { CARD } = await import('../../src/cards/tables.ts');
const { stockDifferences } = await import('../../src/cards/stock/check-stock.ts');
const { keepFrozen } = await import('../../src/cards/stock/keep-frozen.ts');
const { now } = await import('../../src/platform/clock.ts');

test('what came back for sale in the moment its batch was frozen or undone is for sale no more', async () => {
  const made = { frozen: await aVariantWithCards(db, 2), undone: await aVariantWithCards(db, 3) };
  const { variant: open } = await aVariantWithCards(db, 1);
  await db('card_batches')
    .where({ id: await batchOf(made.frozen.variant.id) })
    .update({ frozen_at: now() });
  await db('card_batches')
    .where({ id: await batchOf(made.undone.variant.id) })
    .update({ state: 'undone' });
  await keepFrozen();
  const count = async (variant_id: number, status: number) =>
    (await db('cards').where({ variant_id }).select('status')).filter(
      (one) => one.status === status,
    ).length;
  assert.equal(await count(made.frozen.variant.id, CARD.frozen), 2);
  assert.equal(await count(made.undone.variant.id, CARD.void), 3);
  assert.equal(await count(open.id, CARD.available), 1);
  assert.deepEqual(await stockDifferences(db), []);
});

async function batchOf(variant_id: number): Promise<number> {
  return (await db('card_batches').where({ variant_id }).first('id'))?.id ?? 0;
}
