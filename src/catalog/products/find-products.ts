import type { Knex } from 'knex';
import { now } from '../../platform/clock.ts';
import { type Db, db, likeStart } from '../../platform/db.ts';
import { isOnSale } from '../offers.ts';
import type { Delivery, ProductRow, VariantRow } from '../tables.ts';

const PAGE = 50;

export const DELIVERY_WORDS: Record<Delivery, { label: string; note: string }> = {
  imported: { label: '导入卡密', note: '卡密来自上游，导入后一人一张' },
  generated: { label: '自产卡密', note: '本系统生成的卡密，一人一张' },
  loop: { label: '循环卡', note: '同一份内容卖给多人，可限总数' },
  manual: { label: '人工发货', note: '买家填表，您来处理' },
};

export const STATES = {
  on: '在售',
  off: '已下架',
  hidden: '凭链接购买',
  archived: '已归档',
} as const;
export type ProductState = keyof typeof STATES;

export function isState(word: string): word is ProductState {
  return Object.hasOwn(STATES, word);
}

export interface ProductsAsked {
  /** Part of a name, or a whole number. */
  text: string;
  category_no: string;
  state: ProductState | '';
  /** Only what is sold out or below its warning level. */
  is_low: boolean;
  page: number;
}

/** A page of products in the order of the shop, with what of them is on sale and in stock. */
export async function productsPage(asked: ProductsAsked) {
  const rows = await db('products')
    .modify((query) => filter(query, asked))
    .orderBy([{ column: 'position' }, { column: 'id', order: 'desc' }])
    .limit(PAGE + 1)
    .offset((asked.page - 1) * PAGE)
    .select<ProductRow[]>('*');
  const products = rows.slice(0, PAGE);
  const variants = await variantsOf(db, products);
  return {
    hasMore: rows.length > PAGE,
    products: products.map((product) => ({ product, variants: variants.get(product.id) ?? [] })),
  };
}

function filter(query: Knex.QueryBuilder, { text, category_no, state, is_low }: ProductsAsked) {
  if (text)
    query.where((any) =>
      any.where({ product_no: text }).orWhere('name', 'like', `%${likeStart(text)}`),
    );
  if (category_no)
    query.where('category_id', db('categories').where({ category_no }).select('id').limit(1));
  if (state === 'archived') query.whereNotNull('archived_at');
  else query.whereNull('archived_at');
  if (state === 'on') query.where({ is_on: true });
  if (state === 'off') query.where({ is_on: false });
  if (state === 'hidden') query.whereNotNull('hidden_token');
  if (is_low)
    query.whereExists(
      db('variants')
        .whereRaw('variants.product_id = products.id')
        .where({ is_on: true, is_endless: false })
        .whereRaw('stock <= coalesce(warn_at, 0)')
        .select('id'),
    );
}

/** The variants of each product, in their order. */
export async function variantsOf(
  db: Db,
  products: readonly Pick<ProductRow, 'id'>[],
): Promise<Map<number, VariantRow[]>> {
  const ids = products.map(({ id }) => id);
  const rows = await db('variants').whereIn('product_id', ids).orderBy(['position', 'id']);
  const found = new Map<number, VariantRow[]>(ids.map((id) => [id, []]));
  for (const row of rows) found.get(row.product_id)?.push(row);
  return found;
}

export function productByNo(db: Db, product_no: string): Promise<ProductRow | undefined> {
  return db('products').where({ product_no }).first();
}

/** As a badge: on sale, off, or why not yet. */
export function stateShown(product: ProductRow) {
  if (product.archived_at) return { text: '已归档', tone: 'idle' } as const;
  if (!product.is_on) return { text: '已下架', tone: 'idle' } as const;
  const at = now();
  if (isOnSale({ is_on: true }, product, at))
    return product.hidden_token
      ? ({ text: '凭链接购买', tone: 'info' } as const)
      : ({ text: '在售', tone: 'ok' } as const);
  if (product.on_at && at < product.on_at) return { text: '未到上架时间', tone: 'wait' } as const;
  return { text: '已过下架时间', tone: 'idle' } as const;
}
