import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import type { Mark } from '../marks.ts';
import type { Table } from '../tables.ts';

/** What is known of one ready reason; the reason itself is a rule (reason-rules/). */
export interface GiveRow {
  id: number;
  rule_code: string;
  times: number;
  last_at: Date | null;
  /** It stands first in the lists. */
  pinned_at: Date | null;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    reason_gives: Table<GiveRow, 'times' | 'last_at' | 'pinned_at'>;
  }
}

/** What a reviewer writes himself has this code: nothing to count. */
const OWN_WORDS = 'reviewer';

/** Counts the ready reasons of a return, once each, in its transaction; in one order, so that two never wait for each other. */
export async function noteGives(trx: Db, marks: readonly Pick<Mark, 'code'>[]): Promise<void> {
  const codes = [...new Set(marks.map(({ code }) => code))].filter((code) => code !== OWN_WORDS);
  for (const code of codes.sort())
    await trx.raw(
      'insert into reason_gives (rule_code, times, last_at) values (?, 1, ?) on duplicate key update times = times + 1, last_at = values(last_at)',
      [code, now()],
    );
}

export type Gives = ReadonlyMap<string, GiveRow>;

/** By the code of the rule. */
export async function givesNow(db: Db): Promise<Gives> {
  const rows = await db('reason_gives');
  return new Map(rows.map((row) => [row.rule_code, row]));
}

/** Pinned ones first, in the order they were pinned, then the most given; others stay as they were. */
export function inOrder<T>(items: readonly T[], codeOf: (item: T) => string, gives: Gives): T[] {
  const pinned = (item: T) => gives.get(codeOf(item))?.pinned_at?.getTime() ?? Infinity;
  const times = (item: T) => gives.get(codeOf(item))?.times ?? 0;
  return items.toSorted((one, other) => {
    const [a, b] = [pinned(one), pinned(other)];
    return a === b ? times(other) - times(one) : a - b;
  });
}
