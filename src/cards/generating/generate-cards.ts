import { record, SYSTEM } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { variantNamed } from '../importing/variant-named.ts';
import { digestOf, sealSecret } from '../secrets.ts';
import { addStock } from '../stock/add-stock.ts';
import { CARD, NEVER_LAPSES } from '../tables.ts';
import { generateKey } from './generate-key.ts';

const MOST = 1_000_000;
const PER_STATEMENT = 500;
const PER_COMMIT = 5000;

/** Makes so many keys of our own for a product (or one of its variants), in a batch of their own. */
export async function generateCards(product: string, count: number) {
  if (!Number.isInteger(count) || count < 1 || count > MOST)
    throw new UserError('unprocessable', `数量请填 1 到 ${MOST} 之间的整数`);
  const variant = await variantNamed(product, ['generated']);
  const batch_no = publicNo('PC');
  const batch = {
    batch_no,
    variant_id: variant.id,
    source: 'generated',
    state: 'running',
  } as const;
  const [batch_id = 0] = await db('card_batches').insert({ ...batch, created_at: now() });
  for (let left = count; left > 0; left -= PER_COMMIT) {
    const some = Math.min(left, PER_COMMIT);
    await inTransaction((trx) => insertKeys(trx, { variant_id: variant.id, batch_id }, some));
  }
  await inTransaction(async (trx) => {
    await trx('card_batches').where({ id: batch_id }).update({ state: 'done' });
    await record(trx, SYSTEM, 'cards.generated', `card_batch:${batch_no}`, { cards: count });
  });
  return { batch_no, variant_no: variant.variant_no, cards: count };
}

async function insertKeys(
  trx: Db,
  owner: { variant_id: number; batch_id: number },
  count: number,
): Promise<void> {
  for (let left = count; left > 0; left -= PER_STATEMENT) {
    const keys = Array.from({ length: Math.min(left, PER_STATEMENT) }, generateKey);
    const rows = keys.map((key) => {
      const digest = digestOf(key);
      const secret_sealed = sealSecret(key, digest);
      return { ...owner, digest, secret_sealed, status: CARD.available, sell_by: NEVER_LAPSES };
    });
    await trx('cards').insert(rows);
  }
  await trx('card_batches').where({ id: owner.batch_id }).increment('cards', count);
  await addStock(trx, owner.variant_id, count);
}
