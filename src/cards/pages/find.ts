import type { Request } from 'express';
import { type Delivery, isByCard, type VariantRow } from '../../catalog/index.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import type { BatchRow, CardRow, TaskRow } from '../tables.ts';

export interface NamedVariant
  extends Pick<VariantRow, 'id' | 'variant_no' | 'stock' | 'warn_at' | 'is_endless'> {
  product: string;
  product_no: string;
  variant: string;
  delivery: Delivery;
}

const named = () =>
  db('variants')
    .join('products', 'products.id', 'variants.product_id')
    .select<NamedVariant[]>(
      ...['variants.id', 'variants.variant_no', 'variants.stock', 'variants.warn_at'],
      ...['variants.is_endless', 'variants.name as variant', 'products.name as product'],
      ...['products.product_no', 'products.delivery'],
    );

/** More than any shop chooses from in one list. */
const MOST = 1000;

/** Variants of products of these kinds, as people look for them. */
export function variantsOf(...deliveries: Delivery[]): Promise<NamedVariant[]> {
  return named()
    .whereIn('products.delivery', deliveries)
    .orderBy(['products.name', 'variants.position', 'variants.id'])
    .limit(MOST);
}

export async function variantNumbered(variant_no: string): Promise<NamedVariant | undefined> {
  const [found] = await named().where('variants.variant_no', variant_no);
  return found;
}

/** Those of a product, or the one variant, that has this number. */
export function variantsNumbered(no: string): Promise<NamedVariant[]> {
  return named().where((one) => {
    one.where('variants.variant_no', no).orWhere('products.product_no', no);
  });
}

export async function variantWith(id: number): Promise<NamedVariant> {
  const [found] = await named().where('variants.id', id);
  return must(found, '规格');
}

/** One into which cards may come, by its number. */
export async function stockedVariant(variant_no: string): Promise<NamedVariant | undefined> {
  const found = await variantNumbered(variant_no);
  return found && isByCard(found.delivery) ? found : undefined;
}

export const variantWords = ({ product, variant }: NamedVariant) => `${product} · ${variant}`;

/** For a select: '全部' or '请选择' first, then every variant. */
export function variantChoices(variants: readonly NamedVariant[], first: string) {
  const options = variants.map((one) => ({ value: one.variant_no, label: variantWords(one) }));
  return [{ value: '', label: first }, ...options];
}

export async function batchIn(req: Request): Promise<BatchRow> {
  const batch_no = String(req.params['batch_no']);
  return must(await db('card_batches').where({ batch_no }).first(), '批次');
}

/** The import of a batch; one that was generated has none. */
export async function importOf({ id }: BatchRow): Promise<TaskRow | undefined> {
  return db('card_tasks').where({ batch_id: id, kind: 'import' }).first();
}

export async function taskIn(req: Request): Promise<TaskRow> {
  const task_no = String(req.params['task_no']);
  return must(
    await db('card_tasks').where({ task_no }).whereNot({ kind: 'import' }).first(),
    '任务',
  );
}

/** `sell_by` as the day it is, whatever the driver makes of a day. */
export const cardColumns = () => ['*', db.raw("date_format(sell_by, '%Y-%m-%d') as sell_by")];

export async function cardIn(req: Request): Promise<CardRow> {
  const id = Number(req.params['id']);
  const found = Number.isSafeInteger(id)
    ? await db('cards')
        .where({ id })
        .first<CardRow | undefined>(...cardColumns())
    : undefined;
  return must(found, '卡密');
}
