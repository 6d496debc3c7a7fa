import type { Knex } from 'knex';
import { type Db, db, likeStart } from '../../platform/db.ts';
import { variantsOf } from '../products/find-products.ts';
import type { ProductRow, VariantRow } from '../tables.ts';

const PAGE = 48;

export interface Sold {
  product: ProductRow;
  /** Those that are on, in their order. */
  variants: VariantRow[];
}

interface Asked {
  category_id?: number | undefined;
  text?: string | undefined;
  page: number;
}

/** What anybody finds in the shop now: on, within its period, not hidden, not put away, with something to buy. */
export async function shopPage({ category_id, text, page }: Asked, at: Date) {
  const rows = await db('products')
    .modify((query) => {
      visible(query, at);
      if (category_id !== undefined) query.where({ category_id });
      if (text) {
        const like = `%${likeStart(text)}`;
        query.where((any) => any.where('name', 'like', like).orWhere('summary', 'like', like));
      }
    })
    .orderBy([{ column: 'position' }, { column: 'id', order: 'desc' }])
    .limit(PAGE + 1)
    .offset((page - 1) * PAGE)
    .select<ProductRow[]>('*');
  return { sold: await withVariants(rows.slice(0, PAGE)), hasMore: rows.length > PAGE };
}

function visible(query: Knex.QueryBuilder, at: Date): void {
  query
    .where({ is_on: true, archived_at: null, hidden_token: null })
    .where((from) => from.whereNull('on_at').orWhere('on_at', '<=', at))
    .where((until) => until.whereNull('off_at').orWhere('off_at', '>', at))
    .whereIn('products.id', db('variants').where({ is_on: true }).select('product_id'))
    .where((shown) =>
      shown
        .whereNull('category_id')
        .orWhereIn('category_id', db('categories').where({ is_shown: true }).select('id')),
    );
}

async function withVariants(products: ProductRow[]): Promise<Sold[]> {
  const variants = await variantsOf(db, products);
  return products.map((product) => ({
    product,
    variants: (variants.get(product.id) ?? []).filter(({ is_on }) => is_on),
  }));
}

/** By its number, as long as it stands in the shop: what is hidden is found by its link alone. */
export async function productInShop(product_no: string, at: Date): Promise<Sold | undefined> {
  return one((query) => query.where({ product_no }).whereNull('hidden_token'), at);
}

export async function productByLink(hidden_token: string, at: Date): Promise<Sold | undefined> {
  return one((query) => query.where({ hidden_token }), at);
}

/** A hidden category hides its products from the list only: their own pages stay where links lead. */
async function one(narrow: (query: Knex.QueryBuilder) => void, at: Date) {
  const product: ProductRow | undefined = await db('products')
    .where({ is_on: true, archived_at: null })
    .where((from) => from.whereNull('on_at').orWhere('on_at', '<=', at))
    .where((until) => until.whereNull('off_at').orWhere('off_at', '>', at))
    .modify(narrow)
    .first();
  const [sold] = product ? await withVariants([product]) : [];
  return sold && sold.variants.length > 0 ? sold : undefined;
}

/** Categories that stand in the shop, in their order. */
export function shownCategories(db: Db) {
  return db('categories').where({ is_shown: true }).orderBy(['position', 'id']);
}

/** Hidden or not: who has the number came from its page. */
export async function soldByNo(product_no: string, at: Date): Promise<Sold | undefined> {
  return one((query) => query.where({ product_no }), at);
}
