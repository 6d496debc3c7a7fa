import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { credit } from './balance.ts';

export interface Adjustment {
  user_id: number;
  user_no: string;
  /** More, or less when below zero. */
  cents: number;
  reason: string;
}

/** An operator changes a balance, with a reason. Throws UserError unprocessable when it would fall below zero. */
export async function adjustBalance(trx: Db, wanted: Adjustment, actor: Actor): Promise<void> {
  const { user_id, user_no, cents, reason } = wanted;
  const subject = `adjustment:${publicNo('TZ')}`;
  if (cents > 0) await credit(trx, { user_id, cents, reason: 'by_hand', subject });
  else await take(trx, user_id, -cents, subject);
  await record(trx, actor, 'balance.adjusted', `user:${user_no}`, { cents, reason });
}

async function take(trx: Db, user_id: number, cents: number, subject: string): Promise<void> {
  const taken = await trx('balances')
    .where({ user_id })
    .where('cents', '>=', cents)
    .decrement('cents', cents);
  if (taken !== 1) {
    const words = '余额没有这么多';
    throw new UserError('unprocessable', words, { amount: words });
  }
  await trx('balance_entries').insert({
    ...{ user_id, cents: -cents, reason: 'by_hand', subject, at: now() },
  });
}
