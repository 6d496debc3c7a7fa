import { giveBackTry, takeTry } from '../../accounts/index.ts';
import { type Actor, record } from '../../audit/index.ts';
import { HOUR } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { CODE_FIELD } from './spend-code.ts';

/** Wrong codes that one customer may send in an hour. */
export const MOST_WRONG = 10;

/**
 * Runs a submission that names a code. Tries are counted before they are made, so that many at once are counted too.
 * Only a wrong code stays counted, and is written down; a right one makes no wrong one undone, or whoever has one code
 * could try as many others as he likes.
 */
export async function withCode<T>(
  customer: { id: number; actor: Actor },
  typed: string,
  submit: () => Promise<T>,
): Promise<T> {
  if (typed.trim() === '') return submit();
  const key = `service_code|${customer.id}`;
  await takeTry({ key, most: MOST_WRONG, windowMs: HOUR });
  let isWrong = false;
  try {
    return await submit();
  } catch (error) {
    isWrong = error instanceof UserError && error.fields[CODE_FIELD] !== undefined;
    throw error;
  } finally {
    if (isWrong) await noteWrong(customer);
    else await giveBackTry(db, key);
  }
}

function noteWrong({ id, actor }: { id: number; actor: Actor }): Promise<void> {
  const details = { customer_id: id };
  return inTransaction((trx) =>
    record(trx, actor, 'service_code.refused', 'service_codes', details),
  );
}
