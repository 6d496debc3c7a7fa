import type { Db } from '../../platform/db.ts';
import type { MentionRow } from './tables.ts';

/** An item of a bureau's list of sites: which domains it names, and what it does to them. */
export interface Mention {
  bureau_id: number;
  domains: readonly string[];
  operation: MentionRow['operation'];
  order: string;
}

/**
 * Keeps an item of the list of sites and takes off what a change has left out. A site has no number there: a change is
 * about the site of an earlier item when both name a domain in common. A domain is off the list when its latest item
 * took it off, or when a later change is about the same site and does not name it: so the order of arrival is all one.
 */
export async function noteMentions(trx: Db, mention: Mention): Promise<void> {
  const { bureau_id, operation, order: item_order } = mention;
  const domains = mention.domains.map((domain) => domain.slice(0, 255));
  const rows = domains.map((domain) => ({ bureau_id, domain, item_order, operation }));
  await trx('bureau_block_mentions').insert(rows).onConflict().ignore();
  const touched = await inSameItems(trx, bureau_id, domains);
  const names = [...new Set(touched.map(({ domain }) => domain))];
  const around = await inSameItems(trx, bureau_id, names);
  for (const domain of names) {
    await trx('bureau_blocks')
      .where({ bureau_id, list: 'site', domain })
      .update({ is_listed: isListed(domain, around) });
  }
}

/** Every mention in the items that name one of these domains. */
function inSameItems(trx: Db, bureau_id: number, domains: string[]): Promise<MentionRow[]> {
  const items = trx('bureau_block_mentions')
    .where({ bureau_id })
    .whereIn('domain', domains)
    .select('item_order');
  return trx('bureau_block_mentions').where({ bureau_id }).whereIn('item_order', items);
}

function isListed(domain: string, mentions: MentionRow[]): boolean {
  const own = mentions.filter((one) => one.domain === domain).map(({ item_order }) => item_order);
  const last = own.sort().at(-1);
  const item = mentions.filter(({ item_order }) => item_order === last);
  if (last === undefined || item[0]?.operation === 'remove') return false;
  const beside = new Set(item.map((one) => one.domain));
  const isLeftOut = mentions.some(
    (one) => one.operation === 'change' && one.item_order > last && beside.has(one.domain),
  );
  return !isLeftOut;
}
