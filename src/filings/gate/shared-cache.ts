import { SECOND } from '../../platform/clock.ts';
import { env } from '../../platform/env.ts';
import { log } from '../../platform/log.ts';
import { redis } from '../../platform/redis.ts';
import { type Gate, REASONS } from './decide.ts';

/** After Redis failed it is left alone this long: the gate must stay fast without it. */
const REST_MS = 5 * SECOND;
let restsUntil = 0;
let epoch = 0;

const keyOf = (domain: string) => `${env.QUEUE_PREFIX}:gate:${epoch}:${domain}`;

export interface KeptGate {
  gate: Gate;
  until: number;
}

/** What another process of ours has found out about this domain some seconds ago. Nothing is lost without Redis. */
export async function sharedGate(domain: string): Promise<KeptGate | undefined> {
  const text = await tried(() => redis().get(keyOf(domain)));
  if (!text) return undefined;
  // Written by shareGate: nobody else writes under this key.
  const kept = JSON.parse(text) as KeptGate;
  return kept.until > Date.now() && Object.hasOwn(REASONS, kept.gate.reason) ? kept : undefined;
}

/** Lets the other processes know, until the same moment as ours. Waits for nobody. */
export function shareGate(domain: string, kept: KeptGate): void {
  const ms = kept.until - Date.now();
  if (ms <= 0) return;
  void tried(() => redis().set(keyOf(domain), JSON.stringify(kept), 'PX', ms));
}

/** Reads nothing that was kept before: for tests that change what is known. */
export function forgetShared(): void {
  epoch++;
}

async function tried<T>(ask: () => Promise<T>): Promise<T | undefined> {
  if (Date.now() < restsUntil) return undefined;
  try {
    return await ask();
  } catch (error) {
    restsUntil = Date.now() + REST_MS;
    log.warn('the gate goes on without Redis', { error });
    return undefined;
  }
}
