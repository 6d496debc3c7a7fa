import { forgetTries, takeTry } from '../../accounts/index.ts';
import { type Actor, record } from '../../audit/index.ts';
import { HOUR } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { CODE_FIELD } from './spend-code.ts';

/** Wrong codes that one customer may send in an hour. */
export const MOST_WRONG = 10;

/**
 * Runs a submission that names a code. Tries are counted before they are made, so that many at once are counted too;
 * what went right is not held against anybody, a wrong code is written down.
 */
export async function withCode<T>(
  customer: { id: number; actor: Actor },
  typed: string,
  submit: () => Promise<T>,
): Promise<T> {
  if (typed.trim() === '') return submit();
  const key = `service_code|${customer.id}`;
  await takeTry({ key, most: MOST_WRONG, windowMs: HOUR });
  try {
    const done = await submit();
    await forgetTries(db, [key]);
    return done;
  } catch (error) {
    if (error instanceof UserError && error.fields[CODE_FIELD])
      await inTransaction((trx) =>
        record(trx, customer.actor, 'service_code.refused', 'service_codes', {
          customer_id: customer.id,
        }),
      );
    throw error;
  }
}
