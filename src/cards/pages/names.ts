import { db } from '../../platform/db.ts';
import type { CardRow } from '../tables.ts';

/** What the numbers in rows of cards are called, learnt as they come up. */
export interface CardNames {
  learn(cards: readonly Pick<CardRow, 'variant_id' | 'batch_id'>[]): Promise<void>;
  of(card: Pick<CardRow, 'variant_id' | 'batch_id'>): {
    product: string;
    variant: string;
    batch: string;
  };
}

export function namesOfCards(): CardNames {
  const variants = new Map<number, { product: string; variant: string }>();
  const batches = new Map<number, string>();
  return {
    learn: async (cards) => {
      const unknown = newIn(
        cards.map(({ variant_id }) => variant_id),
        variants,
      );
      for (const row of await variantsNamed(unknown)) variants.set(row.id, row);
      const others = newIn(
        cards.map(({ batch_id }) => batch_id),
        batches,
      );
      const rows = others.length
        ? await db('card_batches').whereIn('id', others).select('id', 'batch_no')
        : [];
      for (const { id, batch_no } of rows) batches.set(id, batch_no);
    },
    of: ({ variant_id, batch_id }) => ({
      ...(variants.get(variant_id) ?? { product: '', variant: '' }),
      batch: batches.get(batch_id) ?? '',
    }),
  };
}

function newIn(ids: readonly number[], known: ReadonlyMap<number, unknown>): number[] {
  return [...new Set(ids)].filter((id) => !known.has(id));
}

async function variantsNamed(ids: readonly number[]) {
  if (ids.length === 0) return [];
  return db('variants')
    .join('products', 'products.id', 'variants.product_id')
    .whereIn('variants.id', ids)
    .select<{ id: number; product: string; variant: string }[]>(
      'variants.id as id',
      'products.name as product',
      'variants.name as variant',
    );
}
