import { now } from '../../platform/clock.ts';
import { type Db, isDuplicate } from '../../platform/db.ts';
import type { BalanceEntryRow } from '../tables.ts';

/** What a person has, in cents. */
export async function balanceOf(db: Db, user_id: number): Promise<number> {
  const row = await db('balances').where({ user_id }).first('cents');
  return row?.cents ?? 0;
}

export interface Debit {
  user_id: number;
  cents: number;
  order_id: number;
}

/**
 * Takes from balances for orders, in one statement for all persons; who has not enough for all of his is tried order
 * by order. Gives the ids of the orders that are paid.
 */
export async function debit(trx: Db, debits: readonly Debit[]): Promise<Set<number>> {
  const paid: Debit[] = (await takeAtOnce(trx, sumsOf(debits))) ? [...debits] : [];
  if (paid.length === 0) {
    for (const one of [...debits].sort((a, b) => a.user_id - b.user_id))
      if (await takeOne(trx, one)) paid.push(one);
  }
  if (paid.length > 0) await trx('balance_entries').insert(paid.map(entryOf));
  return new Set(paid.map(({ order_id }) => order_id));
}

/** By person, in one order everywhere, so that two transactions wait for each other and never both. */
function sumsOf(debits: readonly Debit[]): [user_id: number, cents: number][] {
  const sums = new Map<number, number>();
  for (const { user_id, cents } of debits) sums.set(user_id, (sums.get(user_id) ?? 0) + cents);
  return [...sums].sort(([a], [b]) => a - b);
}

const entryOf = ({ user_id, cents, order_id }: Debit): Omit<BalanceEntryRow, 'id'> => {
  return { user_id, cents: -cents, reason: 'order', subject: `order:${order_id}`, at: now() };
};

/** All or none of them; what a part of them gave is taken back. */
async function takeAtOnce(trx: Db, sums: [user_id: number, cents: number][]): Promise<boolean> {
  if (sums.length === 0) return true;
  const amount = `case user_id ${sums.map(() => 'when ? then ?').join(' ')} end`;
  const values = sums.flat();
  const ids = sums.map(([user_id]) => user_id);
  await trx.raw('savepoint debit_all');
  const [done] = await trx.raw(
    `update balances set cents = cents - (${amount})
     where user_id in (${ids.map(() => '?').join(',')}) and cents >= (${amount})`,
    [...values, ...ids, ...values],
  );
  if (done.affectedRows === ids.length) return true;
  await trx.raw('rollback to savepoint debit_all');
  return false;
}

async function takeOne(trx: Db, { user_id, cents }: Debit): Promise<boolean> {
  const taken = await trx('balances')
    .where({ user_id })
    .where('cents', '>=', cents)
    .decrement('cents', cents);
  return taken === 1;
}

/** Gives to a balance; the same reason and subject ('refund:7') count once. False when it had been given. */
export async function credit(trx: Db, entry: Omit<BalanceEntryRow, 'id' | 'at'>): Promise<boolean> {
  try {
    await trx('balance_entries').insert({ ...entry, at: now() });
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
  const { user_id, cents } = entry;
  await trx('balances')
    .insert({ user_id, cents })
    .onConflict('user_id')
    .merge({ cents: trx.raw('cents + ?', [cents]) });
  return true;
}
