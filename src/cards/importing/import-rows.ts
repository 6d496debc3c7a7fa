import { type Db, db, inTransaction } from '../../platform/db.ts';
import { addStock } from '../stock/add-stock.ts';
import { advanceTo, mayGoOn } from '../tasks/lease.ts';
import { type Inserted, insertCards, keepFaults } from './insert-cards.ts';
import type { Prepared } from './prepare.ts';

/** What of an import its worker is told. */
export interface Lease {
  id: number;
  state: 'checking' | 'running';
  lease_token: string | null;
  batch_id: number;
  variant_id: number;
  done_rows: number;
  bad_rows: number;
}

/** Few commits, and never long on the row of the variant that buyers wait for. */
const PER_COMMIT = 10;

/**
 * The import: cards, stock, refused lines and how far it is commit together, so that a killed one goes on with the next
 * line and none comes in twice. While one part is written the next is being sealed.
 */
export async function importRows(
  lease: Lease,
  parts: AsyncIterable<Prepared>,
  isStopping: () => boolean,
): Promise<number> {
  let { done_rows, bad_rows } = lease;
  let writing: Promise<void> = Promise.resolve();
  const write = async (some: Prepared[]) => {
    const written = await inTransaction((trx) =>
      writeParts(trx, lease, some, { done_rows, bad_rows }),
    );
    ({ done_rows, bad_rows } = written);
    await mayGoOn(lease, isStopping);
  };
  for await (const some of grouped(parts, PER_COMMIT)) {
    await writing;
    writing = write(some);
    // Looked at when the next part is ready; until then it must not count as forgotten.
    writing.catch(() => {});
  }
  await writing;
  return done_rows;
}

interface Standing {
  done_rows: number;
  bad_rows: number;
}

async function writeParts(
  trx: Db,
  lease: Lease,
  parts: readonly Prepared[],
  before: Standing,
): Promise<Standing> {
  const { batch_id, variant_id } = lease;
  let { done_rows, bad_rows } = before;
  let count = 0;
  for (const part of parts) {
    const inserted = await insertCards(trx, batch_id, part);
    await keepFaults(trx, lease.id, inserted.faults);
    count += inserted.count;
    done_rows += part.lines;
    bad_rows += inserted.faults.length;
  }
  await advanceTo(trx, lease, { done_rows, bad_rows });
  await trx('card_batches').where({ id: batch_id }).increment('cards', count);
  await addStock(trx, variant_id, count);
  return { done_rows, bad_rows };
}

/** The dry run: every line is read and looked for in the stock; nothing is kept but what is wrong with it. */
export async function checkRows(
  lease: Lease,
  parts: AsyncIterable<Prepared>,
  isStopping: () => boolean,
): Promise<number> {
  let [done_rows, bad_rows] = [0, 0];
  for await (const part of parts) {
    const faults = [...part.faults, ...(await repeatsIn(part))].sort((a, b) => a.row - b.row);
    done_rows += part.lines;
    bad_rows += faults.length;
    await inTransaction(async (trx) => {
      await advanceTo(trx, lease, { done_rows, bad_rows });
      await keepFaults(trx, lease.id, faults);
    });
    await mayGoOn(lease, isStopping);
  }
  return done_rows;
}

async function repeatsIn({ rows }: Prepared): Promise<Inserted['faults']> {
  const digests = rows.map(({ digest }) => Buffer.from(digest, 'hex'));
  const found = digests.length ? await db('cards').whereIn('digest', digests).select('digest') : [];
  const stocked = new Set(found.map(({ digest }) => digest.toString('hex')));
  return rows.flatMap(({ row, digest, again }): Inserted['faults'] => {
    if (again) return [{ row, fault: 'twice' }];
    return stocked.has(digest) ? [{ row, fault: 'in_stock' }] : [];
  });
}

async function* grouped<T>(source: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const one of source) {
    group.push(one);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
