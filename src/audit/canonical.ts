import { createHash, createHmac } from 'node:crypto';
import { blindIndex, unseal } from '../platform/seal.ts';
import { derive, secrets } from '../platform/secrets.ts';
import type { AuditEntryRow } from './tables.ts';

/** What the first entry has before it. */
export const GENESIS = '0'.repeat(64);

/**
 * SHA-256 (hex) of an entry's place in the chain and all it says. Name and address go in as a keyed digest:
 * a new seal key changes nothing here, and the hash gives no address away.
 */
export function entryHash(entry: AuditEntryRow, chain_no: number, prev_hash: string): string {
  const who = unseal(entry.actor_sealed, `audit_entries.actor:${entry.entry_no}`);
  const canonical = JSON.stringify([
    chain_no,
    prev_hash,
    entry.entry_no,
    entry.at.toISOString(),
    entry.actor_kind,
    entry.actor_id,
    blindIndex(who, 'audit_entries.actor'),
    entry.action,
    entry.subject,
    entry.details_json,
  ]);
  return createHash('sha256').update(canonical).digest('hex');
}

const headKey = derive(secrets.signing_key, 'beika audit head');

/** Ties the chain's end to the secrets file: who can only write to the database cannot make another chain. */
export function headMac(chain_no: number, hash: string): string {
  return createHmac('sha256', headKey).update(`${chain_no}\0${hash}`).digest('hex');
}
