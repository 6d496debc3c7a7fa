import { log } from '../../platform/log.ts';

const TOGETHER_MS = 50;

/**
 * A bell that may be rung by every order: rings within a moment are one, and nobody waits for it. One that is lost is
 * heard by the sweep.
 */
export function bellOf(ring: () => Promise<void>): () => Promise<void> {
  let isRinging = false;
  return async () => {
    if (isRinging) return;
    isRinging = true;
    setTimeout(() => {
      isRinging = false;
      ring().catch((error: unknown) => log.warn('left to the sweep', { error }));
    }, TOGETHER_MS).unref();
  };
}
