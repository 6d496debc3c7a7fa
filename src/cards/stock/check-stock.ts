import { record, SYSTEM } from '../../audit/index.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { log } from '../../platform/log.ts';
import { CARD } from '../tables.ts';
import { namedVariant, tellShop } from './tell-shop.ts';

interface Difference {
  variant_id: number;
  /** What the variant says, and what its cards say. */
  before: number;
  after: number;
}

/** Where stock and cards differ, of what is sold by the card: one statement, so one moment. */
export async function stockDifferences(db: Db): Promise<Difference[]> {
  const rows = await db('variants')
    .join('products', 'products.id', 'variants.product_id')
    .leftJoin(counted(db), 'counted.variant_id', 'variants.id')
    .whereIn('products.delivery', ['imported', 'generated'])
    .whereRaw('variants.stock <> coalesce(counted.cards, 0)')
    .select<{ variant_id: number; before: number; after: number | null }[]>(
      'variants.id as variant_id',
      'variants.stock as before',
      'counted.cards as after',
    );
  return rows.map((row) => ({ ...row, before: Number(row.before), after: Number(row.after ?? 0) }));
}

const counted = (db: Db) =>
  db('cards')
    .where({ status: CARD.available })
    .groupBy('variant_id')
    .select('variant_id', db.raw('count(*) as cards'))
    .as('counted');

/** Compares stock with the cards, each night, and mends what differs, with an alarm: it must never be needed. */
export async function checkStock(): Promise<number> {
  const found = await stockDifferences(db);
  for (const { variant_id } of found) await repair(variant_id);
  return found.length;
}

/** Nobody changes the stock of a variant, or commits a change of its cards, while its row is held. */
async function repair(variant_id: number): Promise<void> {
  await inTransaction(async (trx, after) => {
    const variant = await trx('variants').where({ id: variant_id }).forUpdate().first();
    const cards = await trx('cards')
      .where({ variant_id, status: CARD.available })
      .count({ count: '*' })
      .first();
    const [before, now] = [Number(variant?.stock ?? 0), Number(cards?.count ?? 0)];
    if (!variant || before === now) return;
    await trx('variants').where({ id: variant_id }).update({ stock: now });
    log.error('stock differed from the cards', { variant_id, before, after: now });
    const subject = `variant:${variant.variant_no}`;
    await record(trx, SYSTEM, 'cards.stock_repaired', subject, { before, after: now });
    const values = { before: String(before), after: String(now) };
    const named = await namedVariant(trx, variant_id);
    await tellShop(trx, after, 'stock.repaired', { ...named, ...values }, `/cards/stock`);
  });
}
