import { SECOND } from '../../platform/clock.ts';

/** So long a key is taken for good without asking: what another process has revoked ends within a second. */
const GOOD_MS = 0.9 * SECOND;
const MOST = 1000;

const kept = new Map<string, { until: number; rows: unknown }>();
let generation = 0;

/** Forgets all keys: called once a key, a person or his roles have changed, so that here it holds at once. */
export function forgetClients(): void {
  generation++;
  kept.clear();
}

/** What `read` gives for this key, for less than a second; nothing that was read before a change outlives it. */
export async function rowsKept<T>(digest: string, read: () => Promise<T[]>): Promise<T[]> {
  const known = kept.get(digest);
  // Only rowsKept writes here, and a digest is always read by the same query.
  if (known && known.until > Date.now()) return known.rows as T[];
  const before = generation;
  const rows = await read();
  if (rows.length === 0 || before !== generation) return rows;
  if (kept.size >= MOST) kept.clear();
  kept.set(digest, { until: Date.now() + GOOD_MS, rows });
  return rows;
}
