import { contactOf, usersWith } from '../../accounts/index.ts';
import { type EventName, send } from '../../notify/index.ts';
import type { After, Db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';

/** Tells everyone who manages the shop, in the transaction that notes it was told. */
export async function tellShop(
  trx: Db,
  after: After,
  event: EventName,
  values: Record<string, string>,
  link: string,
): Promise<void> {
  for (const user_id of await usersWith(trx, 'shop.manage'))
    await send(trx, after, { event, user_id, to: await contactOf(trx, user_id), values, link });
}

/** What people call a variant: its product's name and its own. */
export async function namedVariant(
  db: Db,
  id: number,
): Promise<{ product: string; variant: string }> {
  const row = await db('variants')
    .join('products', 'products.id', 'variants.product_id')
    .where('variants.id', id)
    .first<{ product: string; variant: string } | undefined>(
      'products.name as product',
      'variants.name as variant',
    );
  return must(row, '规格');
}
