import { createHash } from 'node:crypto';
import { fromNow, now } from '../../platform/clock.ts';
import { db, isDuplicate } from '../../platform/db.ts';

/**
 * Marks something signed as used; false when it was before. In the database and not in Redis: a flushed Redis would
 * let all of them be used again.
 */
export async function spend(signed: string, goodForMs: number): Promise<boolean> {
  const digest = createHash('sha256').update(signed).digest().subarray(0, 16);
  await db('spent_challenges').where('expires_at', '<=', now()).limit(100).delete();
  try {
    await db('spent_challenges').insert({ digest, expires_at: fromNow(goodForMs) });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

declare module 'knex/types/tables.js' {
  interface Tables {
    spent_challenges: { digest: Buffer; expires_at: Date };
  }
}
