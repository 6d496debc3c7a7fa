import { randomUUID } from 'node:crypto';
import { digestOf, sealSecret } from '../src/cards/secrets.ts';
import { CARD, NEVER_LAPSES } from '../src/cards/tables.ts';
import {
  type CategoryRow,
  type Delivery,
  isByCard,
  type ProductRow,
  type VariantRow,
} from '../src/catalog/tables.ts';
import { now } from '../src/platform/clock.ts';
import type { Db } from '../src/platform/db.ts';
import { publicNo } from '../src/platform/ids.ts';

// To be imported after the environment is set (test/harness.ts). Rows it makes are valid and dull.

export interface ShopVariant {
  product: ProductRow;
  variant: VariantRow;
}
type Wish = Partial<VariantRow> & {
  delivery?: Delivery;
  /** Columns of the product; a `product_id` puts the variant beside others of one that is there. */
  product?: Partial<ProductRow>;
};

const DULL: Partial<ProductRow> = {
  ...{ name: '影音会员', summary: '买后即发', description_html: '<p>自动发货。</p>', is_on: true },
};

/**
 * A variant on sale for 9.90, with a product of its own. `stock` is only the number in its row: of what is sold by the
 * card, `cardsFor` brings both; of what is counted it is `allotted` too.
 */
export async function aVariant(db: Db, wish: Wish = {}): Promise<ShopVariant> {
  const { product, delivery, ...columns } = wish;
  const kind = delivery ?? product?.delivery ?? 'imported';
  const product_id = columns.product_id ?? (await aProduct(db, { ...product, delivery: kind })).id;
  const counted = isByCard(kind) ? {} : { allotted: columns.stock ?? 0 };
  const row = { name: '月卡', price_cents: 990, ...counted, ...columns, product_id };
  const [id = 0] = await db('variants').insert({ variant_no: publicNo('GG'), ...row });
  return {
    product: found(await db('products').where({ id: product_id }).first()),
    variant: found(await db('variants').where({ id }).first()),
  };
}

/** A product that is on, without variants. */
export async function aProduct(db: Db, columns: Partial<ProductRow> = {}): Promise<ProductRow> {
  const row = {
    ...DULL,
    delivery: 'imported' as const,
    product_no: publicNo('SP'),
    created_at: now(),
    ...columns,
  };
  const [id = 0] = await db('products').insert(row);
  return found(await db('products').where({ id }).first());
}

export async function aCategory(db: Db, name = '会员'): Promise<CategoryRow> {
  const [id = 0] = await db('categories').insert({ category_no: publicNo('FL'), name });
  return found(await db('categories').where({ id }).first());
}

/** So many sealed cards to sell, in a batch of their own, and as many more in stock. Gives their secrets in order. */
export async function cardsFor(
  db: Db,
  { id }: Pick<VariantRow, 'id'>,
  count: number,
  sell_by = NEVER_LAPSES,
): Promise<string[]> {
  const batch = {
    batch_no: publicNo('PC'),
    variant_id: id,
    source: 'pasted',
    state: 'done',
  } as const;
  const [batch_id = 0] = await db('card_batches').insert({
    ...{ ...batch, cards: count, created_at: now() },
  });
  const secrets = Array.from({ length: count }, () => `CARD-${randomUUID()}`);
  const rows = secrets.map((secret) => {
    const digest = digestOf(secret);
    const secret_sealed = sealSecret(secret, digest);
    return { variant_id: id, batch_id, digest, secret_sealed, status: CARD.available, sell_by };
  });
  await db.batchInsert('cards', rows, 500);
  await db('variants').where({ id }).increment('stock', count);
  return secrets;
}

/** `available`: a variant that nobody has bought of, and its cards in one go. */
export async function aVariantWithCards(db: Db, available: number, wish: Wish = {}) {
  const { product, variant } = await aVariant(db, wish);
  const secrets = await cardsFor(db, variant, available);
  return {
    product,
    secrets,
    variant: found(await db('variants').where({ id: variant.id }).first()),
  };
}

function found<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('the row that was just made is not there');
  return row;
}
