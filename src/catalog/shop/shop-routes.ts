import { type Request, type Response, Router } from 'express';
import { now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { linkTo } from '../../platform/links.ts';
import { announcementsNow } from '../announcements/find-announcements.ts';
import { picturesOf } from '../products/pictures.ts';
import { cardOf, pageOf } from './present-product.ts';
import {
  productByLink,
  productInShop,
  type Sold,
  shopPage,
  shownCategories,
} from './shop-products.ts';

/** The shop as everybody sees it. Visitors' pages are kept for a moment (kept-pages.ts). */
export const shopRoutes = Router();

shopRoutes.get('/shop', async (req, res) => {
  const { category_no, text, page } = askedOf(req);
  const categories = await shownCategories(db);
  const category = categories.find((each) => each.category_no === category_no);
  const { sold, hasMore } = await shopPage({ category_id: category?.id, text, page }, now());
  const words = { category: category?.category_no, q: text };
  const at = (n: number) => linkTo('/shop', { ...words, page: n > 1 ? n : undefined });
  res.page('catalog/shop', {
    title: category ? category.name : '商店',
    sheets: ['shop'],
    ...{ text, category: category?.category_no ?? '' },
    categories: categories.map((each) => ({ category_no: each.category_no, name: each.name })),
    announcements: page === 1 ? await announcementsNow(db, now()) : [],
    products: sold.map(cardOf),
    pager: {
      previous_href: page > 1 ? at(page - 1) : null,
      next_href: hasMore ? at(page + 1) : null,
    },
  });
});

/** What a list of the shop is asked for; anything else in the address changes nothing. */
export function askedOf({ query }: Pick<Request, 'query'>) {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim() : '');
  const page = Number.parseInt(text('page'), 10) || 1;
  return {
    category_no: /^FL\w{16}$/.test(text('category')) ? text('category') : '',
    text: Array.from(text('q')).slice(0, 60).join(''),
    page: Math.min(Math.max(page, 1), 100),
  };
}

shopRoutes.get('/shop/hidden/:token', async (req, res) => {
  const sold = must(await productByLink(req.params.token, now()), '商品');
  // Whoever has the link may buy; a search engine shall not pass it on.
  res.set('X-Robots-Tag', 'noindex');
  await showProduct(req, res, sold);
});

shopRoutes.get('/shop/:product_no', async (req, res) => {
  await showProduct(req, res, must(await productInShop(req.params.product_no, now()), '商品'));
});

export async function showProduct(
  req: Request,
  res: Response,
  sold: Sold,
  wish: { email: string; error: string } = { email: '', error: '' },
): Promise<void> {
  const pictures = await picturesOf(db, sold.product.id);
  const asked = req.query['variant'];
  res.page('catalog/product', {
    title: sold.product.name,
    sheets: ['shop'],
    page_summary: sold.product.summary,
    product: pageOf(sold, pictures),
    asked_variant: typeof asked === 'string' ? asked : '',
    is_member: req.user !== undefined,
    wish,
  });
}
