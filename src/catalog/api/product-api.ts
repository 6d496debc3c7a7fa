import { Router } from 'express';
import { now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { picturesOf } from '../products/pictures.ts';
import { questionsOf } from '../products/questions.ts';
import { StepPrices } from '../quote.ts';
import { pictureUrl } from '../shop/present-product.ts';
import { productInShop, type Sold, shopPage, shownCategories } from '../shop/shop-products.ts';
import { askedOf } from '../shop/shop-routes.ts';
import { stockWord } from '../stock-words.ts';
import type { VariantRow } from '../tables.ts';

/** The shop for programs: what visitors see, in cents. Open to all; kept for a moment like the pages. */
export const productApi = Router();

productApi.get('/api/v1/products', async (req, res) => {
  const { category_no, text, page } = askedOf(req);
  const categories = await shownCategories(db);
  const category = categories.find((each) => each.category_no === category_no);
  // A category that is not there holds nothing; 0 is nobody's id.
  const category_id = category_no ? (category?.id ?? 0) : undefined;
  const { sold, hasMore } = await shopPage({ category_id, text, page }, now());
  const byId = new Map(categories.map((each) => [each.id, each.category_no]));
  res.json({
    products: sold.map((each) => told(each, byId)),
    categories: categories.map((each) => ({ category_no: each.category_no, name: each.name })),
    next_page: hasMore ? page + 1 : null,
  });
});

productApi.get('/api/v1/products/:product_no', async (req, res) => {
  const sold = must(await productInShop(req.params.product_no, now()), '商品');
  const categories = await shownCategories(db);
  const byId = new Map(categories.map((each) => [each.id, each.category_no]));
  const pictures = await picturesOf(db, sold.product.id);
  res.json({
    ...told(sold, byId),
    description_html: sold.product.description_html,
    pictures: pictures.map((no) => pictureUrl(no, 'view')),
    questions: questionsOf(sold.product),
  });
});

function told({ product, variants }: Sold, categories: Map<number, string>) {
  return {
    ...{ product_no: product.product_no, name: product.name, summary: product.summary },
    category_no: categories.get(product.category_id ?? 0) ?? null,
    ...{ delivery: product.delivery, most_per_order: product.most_per_order },
    ...{ most_per_buyer: product.most_per_buyer, warranty_days: product.warranty_days },
    picture: product.picture_no ? pictureUrl(product.picture_no, 'thumb') : null,
    variants: variants.map(variantTold),
  };
}

function variantTold(variant: VariantRow) {
  const { variant_no, name, price_cents, member_price_cents, steps_json } = variant;
  const steps = steps_json ? StepPrices.parse(JSON.parse(steps_json)) : [];
  return { variant_no, name, price_cents, member_price_cents, steps, ...stockWord(variant) };
}
