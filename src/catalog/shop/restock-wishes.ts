import { send } from '../../notify/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { blindIndex, seal, unseal } from '../../platform/seal.ts';
import type { RestockWishRow } from '../tables.ts';

/** Of one address, so that nobody can have somebody else's mailbox filled. */
const MOST_OF_ONE = 20;
const AT_ONCE = 200;

const indexOf = (email: string) =>
  Buffer.from(blindIndex(email.toLowerCase(), 'restock_wishes.contact').slice(0, 32), 'hex');
const placeOf = (wish_no: string) => `restock_wishes.contact:${wish_no}`;

/** Somebody wants to be told when a variant may be bought again; once more changes nothing. */
export async function wishForStock(db: Db, variant_id: number, email: string): Promise<void> {
  const contact_index = indexOf(email);
  const own = await db('restock_wishes').where({ contact_index }).count<{ n: number }[]>('* as n');
  if (Number(own[0]?.n) >= MOST_OF_ONE)
    throw new UserError('unprocessable', `一个邮箱最多等候 ${MOST_OF_ONE} 个规格`, {
      email: `一个邮箱最多等候 ${MOST_OF_ONE} 个规格`,
    });
  const wish_no = publicNo('DH');
  const contact_sealed = seal(email, placeOf(wish_no));
  const row = { wish_no, variant_id, contact_index, contact_sealed, made_at: now() };
  await db('restock_wishes').insert(row).onConflict(['variant_id', 'contact_index']).ignore();
}

/** Tells whoever waits for what was restocked since, and forgets him in the same transaction. */
export async function tellRestocked(): Promise<void> {
  const due = await db('restock_wishes')
    .join('variants', 'variants.id', 'restock_wishes.variant_id')
    .join('products', 'products.id', 'variants.product_id')
    .whereRaw('variants.restocked_at >= restock_wishes.made_at')
    .where((there) => there.where('variants.stock', '>', 0).orWhere('variants.is_endless', true))
    .where('variants.is_on', true)
    .where('products.is_on', true)
    .orderBy('restock_wishes.id')
    .limit(AT_ONCE)
    .select<Due[]>(
      'restock_wishes.*',
      'products.product_no',
      'products.hidden_token',
      'products.name as product',
      'variants.name as variant',
    );
  for (const wish of due) await tellOne(wish);
}

type Due = RestockWishRow & {
  product_no: string;
  hidden_token: string | null;
  product: string;
  variant: string;
};

async function tellOne({ id, wish_no, contact_sealed, ...wish }: Due): Promise<void> {
  await inTransaction(async (trx, after) => {
    // Who deletes it tells: two processes never tell twice.
    if ((await trx('restock_wishes').where({ id }).delete()) !== 1) return;
    const { product, variant, product_no, hidden_token } = wish;
    await send(trx, after, {
      event: 'shop.restocked',
      user_id: null,
      to: { email: unseal(contact_sealed, placeOf(wish_no)) },
      values: { product, variant },
      link: hidden_token ? `/shop/hidden/${hidden_token}` : `/shop/${product_no}`,
    });
  });
}
