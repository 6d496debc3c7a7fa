import { type Actor, record } from '../../audit/index.ts';
import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { newToken, tokenDigest } from '../../platform/ids.ts';

const VALID_MS = 10 * MINUTE;

export interface PhoneLinkRow {
  token_digest: string;
  filing_no: string;
  customer_id: number;
  step: string;
  expires_at: Date;
}

/** A link for the customer's own phone: for ten minutes it may add pictures to one page of one draft, nothing else. */
export async function makePhoneLink(
  customer: { id: number; actor: Actor },
  filing_no: string,
  step: string,
): Promise<string> {
  const token = newToken();
  await inTransaction(async (trx) => {
    // A new link ends the one before: one phone at a time.
    await trx('phone_links').where({ filing_no }).orWhere('expires_at', '<', now()).delete();
    const expires_at = fromNow(VALID_MS);
    await trx('phone_links').insert({
      token_digest: tokenDigest(token),
      filing_no,
      customer_id: customer.id,
      step,
      expires_at,
    });
    await record(trx, customer.actor, 'filing.phone_link', `filing:${filing_no}`, { step });
  });
  return token;
}

/** A link that is still good: not too old, and its customer neither disabled nor signed out everywhere since. */
export async function phoneLink(token: string): Promise<PhoneLinkRow | undefined> {
  const link = await db('phone_links')
    .join('users', 'users.id', 'phone_links.customer_id')
    .where({ token_digest: tokenDigest(token) })
    .where('expires_at', '>', now())
    .whereNull('users.disabled_at')
    .first<(PhoneLinkRow & { sessions_ended_at: Date | null }) | undefined>(
      'phone_links.*',
      'users.sessions_ended_at',
    );
  if (!link) return undefined;
  const made_at = link.expires_at.getTime() - VALID_MS;
  return made_at < (link.sessions_ended_at?.getTime() ?? 0) ? undefined : link;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    phone_links: PhoneLinkRow;
  }
}
