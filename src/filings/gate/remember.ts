import { countQuestion } from '../../bureau/index.ts';
import { SECOND } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { decide, type Gate } from './decide.ts';
import { forgetSuffixes } from './suffix-table.ts';

/** An answer is good this long; one that is being found out, shorter. */
const GOOD_MS = 10 * SECOND;
const CHECKING_MS = 2 * SECOND;
const MOST = 20_000;

const answers = new Map<string, { until: number; gate: Promise<Gate> }>();

/** The answer for a domain, found out once for all who ask within some seconds. */
export function gateFor(db: Db, domain: string): Promise<Gate> {
  const key = domain.toLowerCase();
  const kept = answers.get(key);
  if (kept && kept.until > Date.now()) {
    countQuestion('isp_querybeianstatus', 'saved');
    return kept.gate;
  }
  if (answers.size >= MOST) answers.clear();
  const gate = decide(db, domain);
  const entry = { until: Date.now() + GOOD_MS, gate };
  answers.set(key, entry);
  gate.then(
    ({ reason }) => {
      if (reason === 'checking') entry.until = Date.now() + CHECKING_MS;
    },
    () => answers.delete(key),
  );
  return gate;
}

/** Forgets all: for tests that change what is known. */
export function forgetGates(): void {
  answers.clear();
  forgetSuffixes();
}
