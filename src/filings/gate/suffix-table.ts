import { type CodeRow, codeTable } from '../../bureau/index.ts';
import { SECOND } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';

const GOOD_MS = 10 * SECOND;
let kept: { until: number; table: Promise<SuffixTable> } | undefined;

export interface SuffixTable {
  /** The longest suffix under which this name is registered. */
  suffixOf(ascii: string): CodeRow | undefined;
  has(ascii: string): boolean;
}

/** The suffixes that may be filed under, by name; read anew every ten seconds, whoever asks. */
export function suffixTable(db: Db): Promise<SuffixTable> {
  if (kept && kept.until > Date.now()) return kept.table;
  const table = codeTable(db, 'top_level_domains').then(tableOf);
  const entry = { until: Date.now() + GOOD_MS, table };
  kept = entry;
  table.catch(() => {
    if (kept === entry) kept = undefined;
  });
  return table;
}

/** Reads the table again at the next question: for tests that change it. */
export function forgetSuffixes(): void {
  kept = undefined;
}

function tableOf(rows: readonly CodeRow[]): SuffixTable {
  const byName = new Map(rows.map((row) => [row.id, row]));
  return {
    has: (ascii) => byName.has(ascii),
    suffixOf: (ascii) => {
      const labels = ascii.split('.');
      const tails = labels.slice(1).map((_, at) => labels.slice(at + 1).join('.'));
      return tails.map((tail) => byName.get(tail)).find((row) => row !== undefined);
    },
  };
}
