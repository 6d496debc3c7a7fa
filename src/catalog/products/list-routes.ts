import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { linkTo } from '../../platform/links.ts';
import { yuanShown } from '../../platform/money.ts';
import type { ProductRow, VariantRow } from '../tables.ts';
import { DELIVERY_WORDS, isState, productsPage, STATES, stateShown } from './find-products.ts';
import { daysLeft } from './forecast.ts';
import { stockTone } from './present-variant.ts';

/** The operators' list of products. */
export const listRoutes = Router();

listRoutes.get('/products', requires('shop.read'), async (req, res) => {
  const text = (name: string) =>
    String(req.query[name] ?? '')
      .trim()
      .slice(0, 120);
  const state = text('state');
  const page = Math.min(Math.max(Number.parseInt(text('page'), 10) || 1, 1), 200);
  const category_no = /^FL\w{16}$/.test(text('category')) ? text('category') : '';
  const asked = {
    ...{ text: text('q'), category_no, is_low: text('low') === 'yes', page },
    state: isState(state) ? state : ('' as const),
  };
  const { products, hasMore } = await productsPage(asked);
  const categories = await db('categories').orderBy(['position', 'id']);
  const ids = products.flatMap(({ variants }) => variants.map(({ id }) => id));
  const days = await daysLeft(db, ids);
  const nameOf = new Map(categories.map(({ id, name }) => [id, name]));
  const words = {
    q: asked.text,
    category: category_no,
    state: asked.state,
    low: asked.is_low ? 'yes' : '',
  };
  const at = (n: number) => linkTo('/products', { ...words, page: n > 1 ? n : undefined });
  res.page('catalog/products', {
    title: '商品',
    ...{ asked, may_manage: userOf(req).may('shop.manage') },
    products: products.map(({ product, variants }) => ({
      ...rowOf(product, variants),
      days_left: soonest(variants, days),
      category: nameOf.get(product.category_id ?? 0) ?? null,
    })),
    categories: categories.map(({ category_no: value, name: label }) => ({ value, label })),
    states: Object.entries(STATES).map(([value, label]) => ({ value, label })),
    pager: {
      previous_href: page > 1 ? at(page - 1) : null,
      next_href: hasMore ? at(page + 1) : null,
    },
  });
});

function rowOf(product: ProductRow, variants: VariantRow[]) {
  const on = variants.filter(({ is_on }) => is_on);
  const prices = on.map(({ price_cents }) => price_cents);
  const least = Math.min(...prices);
  const tones = on.map(stockTone);
  return {
    ...{ product_no: product.product_no, name: product.name, is_on: Boolean(product.is_on) },
    delivery: DELIVERY_WORDS[product.delivery].label,
    state: stateShown(product),
    is_archived: product.archived_at !== null,
    price:
      prices.length === 0 ? null : yuanShown(least) + (Math.max(...prices) > least ? ' 起' : ''),
    stock: on.some(({ is_endless }) => is_endless)
      ? '不限'
      : String(on.reduce((sum, { stock }) => sum + stock, 0)),
    short: on.filter((_, n) => tones[n]).map(({ name }) => name),
    tone: tones.includes('bad') ? 'bad' : tones.includes('warn') ? 'warn' : null,
    variants: variants.length,
  };
}

/** How long the variant that runs out first will last. */
function soonest(
  variants: VariantRow[],
  days: Awaited<ReturnType<typeof daysLeft>>,
): string | null {
  const known = variants.flatMap(({ id, is_on }) => (is_on ? (days.get(id)?.days_left ?? []) : []));
  if (known.length === 0) return null;
  const least = Math.floor(Math.min(...known));
  return least < 1 ? '不足 1 天' : `约 ${least} 天`;
}
