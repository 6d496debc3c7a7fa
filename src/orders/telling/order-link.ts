import { DAY, fromNow } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { newToken, tokenDigest } from '../../platform/ids.ts';

/** A mail may lie unread for some days; what it opens, it opens once. */
export const LINK_DAYS = 7;

/**
 * A one-time link to an order's page, for a mail and nothing else: only its digest is kept. Gives the path of this site.
 * It opens without password, so it goes to no other address than the buyer's own.
 */
export async function makeOrderLink(
  trx: Db,
  order_id: number,
  goodForMs = LINK_DAYS * DAY,
): Promise<string> {
  const token = newToken();
  const row = { token_digest: tokenDigest(token), order_id, expires_at: fromNow(goodForMs) };
  await trx('order_links').insert({ ...row, used_at: null });
  return `/order-links/${token}`;
}
