import type { Guess } from '../types.ts';

/** One character as the network saw it; `at` is its place along the line, 0…1. */
export interface Seen extends Guess {
  at: number;
  others: Guess[];
}

const WORTH_KEEPING = 0.003;
const KEPT = 6;

/**
 * Greedy CTC: repeats merge, blanks (class 0) part. Keeps for each character what else it may be.
 * `probabilities` holds `steps` rows of `alphabet.length`, starting at `offset`.
 */
export function decodeCtc(
  probabilities: Float32Array,
  offset: number,
  steps: number,
  alphabet: string[],
): Seen[] {
  const found: Seen[] = [];
  const classes = alphabet.length;
  let run: { best: number; p: number; first: number; last: number; rows: number[] } | undefined;
  const finish = () => {
    if (!run) return;
    const others = runnersUp(probabilities, run.rows, alphabet, run.best);
    const at = (run.first + run.last + 1) / 2 / steps;
    found.push({ text: alphabet[run.best]!, p: run.p, at, others });
    run = undefined;
  };
  for (let step = 0; step < steps; step++) {
    const row = offset + step * classes;
    const best = strongest(probabilities, row, classes);
    if (run && best !== run.best) finish();
    if (best === 0) continue;
    const p = probabilities[row + best]!;
    run ??= { best, p, first: step, last: step, rows: [] };
    run.p = Math.max(run.p, p);
    run.last = step;
    run.rows.push(row);
  }
  finish();
  return found;
}

function strongest(values: Float32Array, from: number, count: number): number {
  let best = 0;
  let top = values[from]!;
  for (let k = 1; k < count; k++) {
    const value = values[from + k]!;
    if (value > top) {
      top = value;
      best = k;
    }
  }
  return best;
}

function runnersUp(
  values: Float32Array,
  rows: number[],
  alphabet: string[],
  best: number,
): Guess[] {
  const most = new Map<number, number>();
  for (const row of rows) {
    for (let k = 1; k < alphabet.length; k++) {
      const p = values[row + k]!;
      if (p > WORTH_KEEPING && k !== best) most.set(k, Math.max(p, most.get(k) ?? 0));
    }
  }
  return [...most]
    .map(([k, p]) => ({ text: alphabet[k]!, p }))
    .sort((a, b) => b.p - a.p)
    .slice(0, KEPT);
}
