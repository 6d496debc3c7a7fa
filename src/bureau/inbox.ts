import { now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { defineGauge } from '../platform/gauges.ts';
import { publicNo } from '../platform/ids.ts';
import type { InboxRow } from './tables.ts';
import { isKnownName } from './wire/known-names.ts';

interface Entry {
  bureau_id: number;
  download_id: number;
  kind: string;
  /** How many records of that kind it holds. */
  items: number;
  reason: string;
  /** Where the whole content is stored; left out: under the entry's own number, which the caller then fills. */
  body_no?: string;
}

/** Keeps something for an operator to look at; gives its number. */
export async function addInbox(trx: Db, entry: Entry): Promise<string> {
  const inbox_no = publicNo('BX');
  const body_no = entry.body_no ?? inbox_no;
  await trx('bureau_inbox').insert({ ...entry, inbox_no, body_no, at: now() });
  return inbox_no;
}

export function inboxOf(db: Db, bureau_id: number, limit = 50): Promise<InboxRow[]> {
  return db('bureau_inbox')
    .where({ bureau_id, handled_at: null })
    .orderBy('id', 'desc')
    .limit(limit);
}

/** An operator has looked at it; the content stays. false: it was ticked off before. */
export async function markHandled(trx: Db, inbox_no: string): Promise<boolean> {
  const marked = await trx('bureau_inbox')
    .where({ inbox_no, handled_at: null })
    .update({ handled_at: now() });
  return marked === 1;
}

defineGauge({
  name: 'bureau_inbox_waiting',
  help: 'Entries of the bureaus that were not understood or belong to nobody, and wait for an operator',
  read: async (db) => {
    const rows: { kind: string; waiting: number }[] = await db('bureau_inbox')
      .whereNull('handled_at')
      .groupBy('kind')
      .limit(50)
      .select('kind', db.raw('count(*) as waiting'));
    const known = (kind: string) => (isKnownName(kind.split('.').at(-1) ?? '') ? kind : 'other');
    const counts: Record<string, number> = {};
    for (const { kind, waiting } of rows) {
      counts[known(kind)] = (counts[known(kind)] ?? 0) + Number(waiting);
    }
    return counts;
  },
});
