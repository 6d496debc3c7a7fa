import type { Db } from '../../platform/db.ts';
import { inChunks } from '../chunks.ts';
import { COLUMNS, type Prepared } from './prepare.ts';
import type { Fault } from './read-card.ts';

export interface Inserted {
  count: number;
  faults: { row: number; fault: Fault }[];
}

/** Puts cards into the stock's table. Those it has already are left out by its unique key, and told. */
export async function insertCards(trx: Db, batch_id: number, part: Prepared): Promise<Inserted> {
  const { rows, values, faults } = part;
  if (rows.length === 0) return { count: 0, faults };
  const count = await insertIgnored(trx, values);
  if (count === rows.length) return { count, faults };
  const own = new Map<string, number>();
  for (const some of inChunks(rows)) {
    const digests = some.map(({ digest }) => Buffer.from(digest, 'hex'));
    const found = await trx('cards').whereIn('digest', digests).select('digest', 'batch_id');
    for (const one of found) own.set(one.digest.toString('hex'), one.batch_id);
  }
  const left = rows.flatMap(({ row, digest, again }): Inserted['faults'] => {
    if (own.get(digest) !== batch_id) return [{ row, fault: 'in_stock' }];
    return again ? [{ row, fault: 'twice' }] : [];
  });
  return { count, faults: [...faults, ...left].sort((a, b) => a.row - b.row) };
}

export async function keepFaults(
  trx: Db,
  task_id: number,
  faults: readonly { row: number; fault: Fault }[],
): Promise<void> {
  for (const some of inChunks(faults, 1000))
    await trx('card_faults').insert(
      some.map(({ row, fault }) => ({ task_id, row_no: row, fault })),
    );
}

/** How many were new. What went wrong is told without the statement: that is long, and holds the cards. */
async function insertIgnored(trx: Db, values: readonly string[]): Promise<number> {
  try {
    const [{ affectedRows }] = await trx.raw(
      `insert ignore into cards (${COLUMNS}) values ${values.join(',')}`,
    );
    return affectedRows;
  } catch (error) {
    const { errno, code } = Object(error);
    throw Object.assign(new Error(`cards were not inserted: ${code}`), { errno });
  }
}
