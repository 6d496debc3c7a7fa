import { db } from '../../platform/db.ts';
import { linkTo } from '../../platform/links.ts';
import type { CardFilter } from '../tasks/plans.ts';
import { STATUS_NAMES } from './words.ts';

/** The filter of a list of cards as its address (or a form) has it; '' for what is not asked. */
export interface Asked {
  product: string;
  variant: string;
  batch: string;
  status: string;
  sell_by_to: string;
  /** Ticked on a page: '12,15,…'. */
  ids: string;
}

export function askedIn(words: Readonly<Record<string, unknown>>): Asked {
  const text = (name: string) =>
    String(words[name] ?? '')
      .trim()
      .slice(0, 40);
  const status = text('status');
  const day = text('sell_by_to');
  const ids = [words['ids'] ?? []].flat().flatMap((one) => String(one).split(','));
  return {
    ...{ product: text('product'), variant: text('variant'), batch: text('batch') },
    status: STATUS_NAMES.some(({ value }) => value === status) ? status : '',
    sell_by_to: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : '',
    ids: ids
      .filter((id) => /^\d{1,15}$/.test(id))
      .slice(0, 200)
      .join(','),
  };
}

export const isAsked = (asked: Asked) => Object.values(asked).some((word) => word !== '');
export const cardsLink = (asked: Asked, more: Record<string, string> = {}, path = '/cards') =>
  linkTo(path, { ...asked, ...more });

/** What the words mean; a number that does not exist means no card. */
export async function filterOf(asked: Asked): Promise<CardFilter> {
  const filter: CardFilter = {};
  if (asked.product || asked.variant) filter.variant_ids = await variantIds(asked);
  if (asked.batch) {
    const row = await db('card_batches').where({ batch_no: asked.batch }).first('id');
    filter.batch_id = row?.id ?? 0;
  }
  const status = STATUS_NAMES.find(({ value }) => value === asked.status)?.status;
  if (status !== undefined) filter.statuses = [status];
  if (asked.sell_by_to) filter.sell_by_to = asked.sell_by_to;
  if (asked.ids) filter.ids = asked.ids.split(',').map(Number);
  // Cards are found by variant and status: all variants, when none is asked for.
  if (!filter.variant_ids && !asked.batch && !asked.ids && (filter.statuses || filter.sell_by_to))
    filter.variant_ids = (await db('variants').select('id')).map(({ id }) => id);
  return filter;
}

async function variantIds({ product, variant }: Asked): Promise<number[]> {
  const rows = await db('variants')
    .join('products', 'products.id', 'variants.product_id')
    .where((all) => {
      if (variant) all.where('variants.variant_no', variant);
      if (product) all.where('products.product_no', product);
    })
    .select<{ id: number }[]>('variants.id as id');
  return rows.map(({ id }) => id);
}
