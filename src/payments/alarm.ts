import { contactOf, usersWith } from '../accounts/index.ts';
import { send } from '../notify/index.ts';
import type { After, Db } from '../platform/db.ts';

/** Tells everybody who looks after the money what needs a person, in the transaction that found it. */
export async function alarm(
  trx: Db,
  after: After,
  { what, problem, link }: { what: string; problem: string; link: string },
): Promise<void> {
  for (const user_id of await usersWith(trx, 'money.manage'))
    await send(trx, after, {
      event: 'payment.alarm',
      user_id,
      to: await contactOf(trx, user_id),
      values: { what, problem },
      link,
    });
}
