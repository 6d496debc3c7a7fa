import { DAY, fromNow } from '../platform/clock.ts';
import { db } from '../platform/db.ts';
import { storage } from './storage.ts';

/** Removes pictures that were stored, but whose transaction was never committed. */
export async function sweepIntents(): Promise<void> {
  const store = await storage();
  const left = await db('document_intents').where('at', '<', fromNow(-DAY)).limit(500).select('no');
  for (const { no } of left) {
    if (!(await db('documents').where({ no }).first('id'))) {
      await store.remove(`${no}/original`);
      await store.remove(`${no}/thumb`);
    }
    await db('document_intents').where({ no }).delete();
  }
}
