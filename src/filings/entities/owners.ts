import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';

/** How a filed entity came to a customer: his filing led to it, it was imported as his, somebody gave it to him. */
export type HowOwned = 'filed' | 'imported' | 'given';

/** Gives a filed entity to a customer, unless it is somebody's already; true when it is his now. */
export async function giveEntity(
  trx: Db,
  entity_no: string,
  customer_id: number,
  how: HowOwned,
): Promise<boolean> {
  await trx('entity_owners')
    .insert({ entity_no, customer_id, how, at: now() })
    .onConflict('entity_no')
    .ignore();
  return (await ownerOf(trx, entity_no)) === customer_id;
}

/** Whose filed entity this is; undefined: nobody's here. */
export async function ownerOf(db: Db, entity_no: string): Promise<number | undefined> {
  const row = await db('entity_owners').where({ entity_no }).first('customer_id');
  return row?.customer_id;
}

/** The filed entities of a customer, newest first. */
export async function entitiesOf(db: Db, customer_id: number): Promise<string[]> {
  const rows = await db('entity_owners')
    .where({ customer_id })
    .orderBy('id', 'desc')
    .limit(200)
    .select('entity_no');
  return rows.map(({ entity_no }) => entity_no);
}
