import { randomUUID } from 'node:crypto';
import { now, SECOND } from '../platform/clock.ts';
import { type Db, db } from '../platform/db.ts';
import { log } from '../platform/log.ts';
import type { BureauRow } from './tables.ts';

/** The right to exchange with one bureau. Its `fence` rises with every holder: an older one's writes change nothing. */
export interface Lease {
  bureau_id: number;
  fence: number;
  /** Throws when the lease has run out: stands before every call and every write that counts. */
  mustHold(): void;
  release(): Promise<void>;
}

const LEASE_LOST = 'LeaseLost';

/** Another worker has the bureau now: this round must end without another call or write. */
export function isLeaseLost(error: unknown): boolean {
  return error instanceof Error && error.name === LEASE_LOST;
}

function leaseLost(bureau_id: number): Error {
  return Object.assign(new Error(`lease of bureau ${bureau_id} is lost`), { name: LEASE_LOST });
}

/** Takes the lease of a bureau, or gives undefined while another worker has it. It is kept up by a heartbeat. */
export async function takeLease(bureau_id: number, seconds: number): Promise<Lease | undefined> {
  const owner = randomUUID();
  // The database's clock is the one clock that all workers share.
  const taken = await db('bureaus')
    .where({ id: bureau_id })
    .where((free) => free.whereNull('lease_until').orWhereRaw('lease_until < utc_timestamp(3)'))
    .update({
      lease_owner: owner,
      lease_until: inSeconds(seconds),
      lease_fence: db.raw('lease_fence + 1'),
    });
  if (taken !== 1) return undefined;
  const row = await db('bureaus').where({ id: bureau_id, lease_owner: owner }).first('lease_fence');
  if (!row) return undefined;
  return kept({ bureau_id, lease_owner: owner, lease_fence: row.lease_fence }, seconds);
}

interface Holder {
  bureau_id: number;
  lease_owner: string;
  lease_fence: number;
}

function kept({ bureau_id, ...holder }: Holder, seconds: number): Lease {
  let goodUntil = performance.now() + seconds * SECOND;
  const ours = () => db('bureaus').where({ id: bureau_id, ...holder });
  const beat = async () => {
    const asked = performance.now();
    const renewed = await ours().update({ lease_until: inSeconds(seconds) });
    goodUntil = renewed === 1 ? asked + seconds * SECOND : 0;
  };
  const timer = setInterval(
    () => {
      beat().catch((error: unknown) => log.warn('lease not renewed', { bureau_id, error }));
    },
    (seconds * SECOND) / 4,
  );
  return {
    bureau_id,
    fence: holder.lease_fence,
    mustHold: () => {
      if (performance.now() > goodUntil) throw leaseLost(bureau_id);
    },
    release: async () => {
      clearInterval(timer);
      await ours().update({ lease_until: null, lease_owner: null });
    },
  };
}

/** Changes the bureau's row only while this lease is the newest (and `also` holds); throws when it is not. */
export async function updateFenced(
  trx: Db,
  lease: Lease,
  change: Partial<BureauRow>,
  also: Partial<BureauRow> = {},
): Promise<void> {
  const changed = await trx('bureaus')
    .where({ id: lease.bureau_id, lease_fence: lease.fence, ...also })
    .update({ ...change, updated_at: now() });
  if (changed !== 1) throw leaseLost(lease.bureau_id);
}

function inSeconds(seconds: number) {
  return db.raw('utc_timestamp(3) + interval ? second', [seconds]);
}
