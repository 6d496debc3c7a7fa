import { type Db, inTransaction } from '../platform/db.ts';
import { entryHash, GENESIS, headMac } from './canonical.ts';
import type { AuditEntryRow, AuditHeadRow } from './tables.ts';

const BATCH = 200;
const HEAD = 1;

/** Chains all committed entries that are not chained yet. Gives how many. */
export async function chainEntries(): Promise<number> {
  for (let chained = 0; ; ) {
    const count = await inTransaction(chainBatch);
    chained += count;
    if (count < BATCH) return chained;
  }
}

/** One chainer at a time holds the head row; deeds never wait for it. */
async function chainBatch(trx: Db): Promise<number> {
  let { chain_no, hash } = await lockedHead(trx);
  const entries = await trx('audit_entries').whereNull('chain_no').orderBy('id').limit(BATCH);
  for (const entry of entries) {
    const prev_hash = hash;
    hash = entryHash(entry, ++chain_no, prev_hash);
    await link(trx, entry, { chain_no, prev_hash, hash });
  }
  if (entries.length === 0) return 0;
  await trx('audit_heads')
    .where({ id: HEAD })
    .update({ chain_no, hash, mac: headMac(chain_no, hash) });
  return entries.length;
}

async function link(
  trx: Db,
  entry: AuditEntryRow,
  place: { chain_no: number; prev_hash: string; hash: string },
): Promise<void> {
  await trx('audit_entries').where({ id: entry.id }).whereNull('chain_no').update(place);
}

async function lockedHead(trx: Db): Promise<AuditHeadRow> {
  const lock = () => trx('audit_heads').where({ id: HEAD }).forUpdate().first();
  const head = await lock();
  if (head) return head;
  await trx('audit_heads')
    .insert({
      id: HEAD,
      chain_no: 0,
      hash: GENESIS,
      mac: headMac(0, GENESIS),
      checked_at: null,
      checked_entries: null,
      fault: null,
    })
    .onConflict('id')
    .ignore();
  const made = await lock();
  if (!made) throw new Error('audit head could not be made');
  return made;
}

/** Where the chain ends, and when it was last verified; undefined before the first entry was chained. */
export async function chainHead(db: Db): Promise<AuditHeadRow | undefined> {
  return db('audit_heads').where({ id: HEAD }).first();
}
