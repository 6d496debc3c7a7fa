import { createHash } from 'node:crypto';
import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { plainDomain } from '../../platform/domain-name.ts';
import { publicNo } from '../../platform/ids.ts';
import { seal, unseal } from '../../platform/seal.ts';
import { toUint32 } from '../wire/ipv4.ts';
import type { BlockList, BlockRow } from './tables.ts';

/** A line of a bureau's list: put on, changed or taken off. */
export interface Listing {
  bureau_id: number;
  list: BlockList;
  /** What tells it from the other lines of its list. */
  key: readonly string[];
  is_listed: boolean;
  certificate_index?: string;
  domain?: string;
  /** Dotted. */
  ip?: string;
  body: BlockBody;
  order: string;
}

export interface BlockBody {
  name: string;
  remark: string;
  /** Of an entity. */
  id_type?: string;
  id_number?: string;
}

/** Keeps what the bureau said last about this line. */
export async function noteBlock(trx: Db, listing: Listing): Promise<void> {
  const { bureau_id, list, key, order } = listing;
  const block_key = createHash('sha256').update(JSON.stringify(key)).digest('hex');
  const where = { bureau_id, list, block_key };
  const kept = await trx('bureau_blocks').where(where).forUpdate().first();
  if (kept && kept.body_order >= order) return;
  const block_no = kept?.block_no ?? publicNo('HM');
  const row = {
    certificate_index: listing.certificate_index ?? null,
    domain: plainDomain(listing.domain ?? '').slice(0, 255) || null,
    ip: toUint32(listing.ip ?? '') ?? null,
    body_sealed: seal(JSON.stringify(listing.body), place(block_no)),
    is_listed: listing.is_listed,
    body_order: order,
    noted_at: now(),
  };
  if (kept) await trx('bureau_blocks').where({ id: kept.id }).update(row);
  else await trx('bureau_blocks').insert({ ...where, block_no, ...row });
}

export function openBlock(row: BlockRow): BlockBody {
  // Written by noteBlock, and nothing else opens at this place.
  return JSON.parse(unseal(row.body_sealed, place(row.block_no))) as BlockBody;
}

const place = (block_no: string) => `bureau_blocks.body:${block_no}`;
