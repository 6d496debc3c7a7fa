import { countQuestion } from '../../bureau/index.ts';
import { SECOND } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { decide, type Gate } from './decide.ts';
import { forgetShared, type KeptGate, sharedGate, shareGate } from './shared-cache.ts';
import { forgetSuffixes } from './suffix-table.ts';

/** An answer is good this long, wherever it is kept; one that is being found out, shorter. */
const GOOD_MS = 10 * SECOND;
const CHECKING_MS = 2 * SECOND;
const MOST = 20_000;

const answers = new Map<string, { until: number; gate: Promise<Gate> }>();

/** The answer for a domain, found out once for all who ask within some seconds: in this process, and in Redis for the others. */
export function gateFor(db: Db, domain: string): Promise<Gate> {
  const key = domain.toLowerCase();
  const kept = answers.get(key);
  if (kept && kept.until > Date.now()) {
    countQuestion('isp_querybeianstatus', 'saved');
    return kept.gate;
  }
  if (answers.size >= MOST) answers.clear();
  const found = findOut(db, domain, key);
  const entry = { until: Date.now() + GOOD_MS, gate: found.then(({ gate }) => gate) };
  answers.set(key, entry);
  found.then(
    ({ until }) => {
      entry.until = until;
    },
    () => answers.delete(key),
  );
  return entry.gate;
}

async function findOut(db: Db, domain: string, key: string): Promise<KeptGate> {
  const shared = await sharedGate(key);
  if (shared) {
    countQuestion('isp_querybeianstatus', 'saved');
    return shared;
  }
  const gate = await decide(db, domain);
  const good = gate.reason === 'checking' ? CHECKING_MS : GOOD_MS;
  const kept = { gate, until: Date.now() + good };
  shareGate(key, kept);
  return kept;
}

/** Forgets all: for tests that change what is known. */
export function forgetGates(): void {
  forgetOwnGates();
  forgetShared();
  forgetSuffixes();
}

/** Forgets what this process keeps, as another process would know nothing of it. */
export function forgetOwnGates(): void {
  answers.clear();
}
