import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { blindIndex } from '../../platform/seal.ts';

export interface TryLimit {
  /** What is counted: "sign_in|lihua@example.com|203.0.113.7". Stored as a keyed digest only. */
  key: string;
  most: number;
  windowMs: number;
}

/**
 * Counts one try before it is made, so that many at once are counted too. Gives how many are left;
 * throws UserError too_many, with the minutes to wait, when there was none left.
 */
export async function takeTry(limit: TryLimit): Promise<number> {
  const { tries, ends_at } = await inTransaction((trx) => count(trx, limit));
  if (tries <= limit.most) return limit.most - tries;
  const minutes = Math.max(1, Math.ceil((ends_at.getTime() - now().getTime()) / MINUTE));
  throw new UserError('too_many', `尝试次数过多，请 ${minutes} 分钟后再试`);
}

async function count(trx: Db, limit: TryLimit): Promise<{ tries: number; ends_at: Date }> {
  const key_index = indexOf(limit.key);
  await trx('account_attempts').where({ key_index }).where('ends_at', '<=', now()).delete();
  await trx.raw(
    'insert into account_attempts (key_index, tries, ends_at) values (?, 1, ?) on duplicate key update tries = tries + 1',
    [key_index, fromNow(limit.windowMs)],
  );
  const row = await trx('account_attempts').where({ key_index }).first();
  return row ?? { tries: 1, ends_at: fromNow(limit.windowMs) };
}

/** After a success the count begins anew. */
export async function forgetTries(db: Db, keys: string[]): Promise<void> {
  await db('account_attempts').whereIn('key_index', keys.map(indexOf)).delete();
}

/** For a try that did not come to pass: what it was for was not looked at, or was right. */
export async function giveBackTry(db: Db, key: string): Promise<void> {
  await db('account_attempts')
    .where({ key_index: indexOf(key) })
    .where('tries', '>', 0)
    .decrement('tries', 1);
}

function indexOf(key: string): string {
  return blindIndex(key, 'account_attempts.key');
}
