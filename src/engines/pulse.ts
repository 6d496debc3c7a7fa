import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { codeOf } from './refusal.ts';

/** How often a web process is asked, how long it may take to answer, and how many misses in a row are a hang. */
export interface Patience {
  everyMs: number;
  misses: number;
}

export const PATIENCE: Patience = { everyMs: 10_000, misses: 6 };

/**
 * Asks a web process at `url` whether it still answers, and calls `onHung` once it has not for so many times in a
 * row. Whoever never answered is out of reach from here, which is no hang. Gives how to stop asking.
 */
export function watchPulse(url: string, patience: Patience, onHung: () => void): () => void {
  let missed = 0;
  let hasAnswered = false;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const look = async () => {
    const answers = await isAnswered(url, patience.everyMs);
    if (isOver) return;
    if (answers) hasAnswered = true;
    missed = answers || !hasAnswered ? 0 : missed + 1;
    if (missed >= patience.misses) return onHung();
    timer = setTimeout(look, patience.everyMs);
  };
  timer = setTimeout(look, patience.everyMs);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

/** The address in a ready line at which a web process answers; undefined for one without a web, or a strange one. */
export function pulseUrl(readyLine: string): string | undefined {
  const [, address = ''] = readyLine.split(/\s+/);
  return /^https?:\/\//.test(address) && URL.canParse(address)
    ? new URL('/healthz', address).href
    : undefined;
}

/** Silence and a closed door are a miss. A lost connection or a lost network is not: it tells nothing of the process. */
const MISSES = new Set(['ECONNREFUSED', 'ETIMEDOUT']);

function isAnswered(url: string, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const isTls = url.startsWith('https:');
    // Its certificate is made out to the name that others use; here only the answer counts.
    const options = {
      agent: false,
      signal: AbortSignal.timeout(withinMs),
      rejectUnauthorized: false,
    };
    const asked = (isTls ? tlsRequest : plainRequest)(url, options, (answer) => {
      resolve(true);
      answer.destroy();
    });
    asked.once('error', (error) => {
      resolve(
        error.name !== 'AbortError' &&
          error.name !== 'TimeoutError' &&
          !MISSES.has(codeOf(error) ?? ''),
      );
    });
    asked.end();
  });
}
