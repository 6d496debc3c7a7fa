import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'undici';

/** One request of a kind: what to send, and the status that it must have. */
export interface Ask {
  pool: Pool;
  status: number;
  make(): { path: string; method: 'GET' | 'POST'; headers: Record<string, string>; body?: string };
}

export interface Series {
  times: number[];
  seconds: number;
}
export const empty = (): Series => ({ times: [], seconds: 0 });

/** As many as can be answered by so many callers, each one after the other. */
export async function hurry(ask: Ask, into: Series, callers: number, ms: number): Promise<void> {
  const began = performance.now();
  const one = async () => {
    while (performance.now() < began + ms) into.times.push(await timed(ask));
  };
  await Promise.all(Array.from({ length: callers }, one));
  into.seconds += (performance.now() - began) / 1000;
}

/** So many a second, begun on time whether or not those before are answered: a queue shows in the times. */
export async function paced(ask: Ask, into: Series, perSecond: number, ms: number): Promise<void> {
  const began = performance.now();
  const running: Promise<void>[] = [];
  for (let n = 0; performance.now() < began + ms; n++) {
    const due = began + (n / perSecond) * 1000;
    if (due > performance.now()) await pause(due - performance.now());
    running.push(timed(ask).then((time) => void into.times.push(time)));
  }
  await Promise.all(running);
  into.seconds += (performance.now() - began) / 1000;
}

async function timed({ pool, status, make }: Ask): Promise<number> {
  const began = performance.now();
  const { statusCode, body } = await pool.request(make());
  const text = await body.text();
  if (statusCode !== status) throw new Error(`${statusCode}: ${text.slice(0, 300)}`);
  return performance.now() - began;
}

/** Rate and times of a series, to be printed. */
export function figuresOf({ times, seconds }: Series) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, sorted.length * share) | 0] ?? 0;
  const round = (value: number) => Math.round(value * 100) / 100;
  const per_second = Math.round(times.length / (seconds || 1));
  return { per_second, p50_ms: round(at(0.5)), p99_ms: round(at(0.99)), requests: times.length };
}
