import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { checkStock, stockDifferences } from '../stock/check-stock.ts';
import { forecast } from '../stock/forecast.ts';
import { CARD } from '../tables.ts';
import { type NamedVariant, variantsOf, variantWords } from './find.ts';
import { grouped } from './present.ts';

/** What there is to sell, how long it lasts, and whether the count is what the cards say. */
export const stockRoutes = Router();

stockRoutes.get('/card-stock', requires('shop.read'), async (req, res) => {
  const variants = await variantsOf('imported', 'generated');
  const ids = variants.map(({ id }) => id);
  const expected = await forecast(db, ids);
  const held = await heldOf(ids);
  const wrong = new Map((await stockDifferences(db)).map((one) => [one.variant_id, one.after]));
  res.page('cards/stock', {
    title: '库存',
    may_manage: userOf(req).may('shop.manage'),
    differing: wrong.size,
    rows: variants.map((variant) => ({
      ...shownStock(variant, wrong.get(variant.id)),
      held: held.get(variant.id) ?? 0,
      ...soldWords(expected.get(variant.id)),
    })),
  });
});

async function heldOf(ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db('cards')
    .whereIn('variant_id', ids)
    .where({ status: CARD.held })
    .groupBy('variant_id')
    .select<{ variant_id: number; count: number }[]>('variant_id', db.raw('count(*) as count'));
  return new Map(rows.map(({ variant_id, count }) => [variant_id, Number(count)]));
}

function shownStock(variant: NamedVariant, counted: number | undefined) {
  const { variant_no, stock, warn_at } = variant;
  const isShort = warn_at !== null && stock <= warn_at;
  return {
    ...{ title: variantWords(variant), variant_no, stock: grouped(stock), warn_at },
    tone: counted !== undefined ? 'bad' : isShort ? 'warn' : null,
    badges: [
      ...(stock <= 0
        ? [{ text: '售罄', tone: 'bad' }]
        : isShort
          ? [{ text: '不足', tone: 'warn' }]
          : []),
      ...(counted === undefined ? [] : [{ text: `实有 ${grouped(counted)}`, tone: 'bad' }]),
    ],
  };
}

function soldWords(one: { sold_7: number; sold_28: number; days_left: number | null } | undefined) {
  const { sold_7 = 0, sold_28 = 0, days_left = null } = one ?? {};
  return { sold_7, sold_28, days_left: days_left === null ? null : `约 ${days_left} 天` };
}

stockRoutes.post('/card-stock/checks', requires('shop.manage'), async (_req, res) => {
  const mended = await checkStock();
  if (mended > 0) res.flash('info', `有 ${mended} 个规格的库存与卡密不符，已修正并记录`);
  else res.flash('success', '库存与卡密一致');
  res.redirect(303, '/card-stock');
});
