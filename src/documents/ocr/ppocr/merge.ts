import type { Seen } from './ctc.ts';

type Pair = [Seen | undefined, Seen | undefined];

/**
 * Two readings of one line. Where they agree the better probability counts; where they differ the line
 * that `score` favours decides, its character is less sure, and the other one is kept as a possibility.
 * A character that only one has seen stays, much less sure.
 */
export function merged(a: Seen[], b: Seen[], score: (line: Seen[]) => number): Seen[] {
  const [best, other] = score(b) > score(a) + 0.02 ? [b, a] : [a, b];
  return aligned(best, other).flatMap(([mine, yours]) => {
    if (!mine)
      return yours && yours.p > 0.3 && /[\p{L}\p{N}]/u.test(yours.text)
        ? [{ ...yours, p: yours.p * DISPUTED }]
        : [];
    if (!yours) return [{ ...mine, p: mine.p * UNSUPPORTED }];
    if (mine.text === yours.text) return [{ ...mine, p: agreed(mine.p, yours.p) }];
    return [yours.p > mine.p + 0.1 ? contradicted(yours, mine) : contradicted(mine, yours)];
  });
}

/** Two looks are not independent, but they are two. */
function agreed(a: number, b: number): number {
  const most = Math.max(a, b);
  return most + (1 - most) * 0.5 * Math.min(a, b);
}

function contradicted(chosen: Seen, loser: Seen): Seen {
  const others = [{ text: loser.text, p: loser.p * 0.9 }, ...chosen.others, ...loser.others]
    .filter((guess) => guess.text !== chosen.text)
    .filter((guess, i, all) => all.findIndex((other) => other.text === guess.text) === i)
    .sort((x, y) => y.p - x.p);
  return { ...chosen, p: chosen.p * CONTRADICTED, others };
}

const DISPUTED = 0.6;
const UNSUPPORTED = 0.9;
const CONTRADICTED = 0.8;

/** Pairs the characters of two lines by the fewest differences. */
export function aligned(a: Seen[], b: Seen[]): Pair[] {
  const cost: number[][] = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  for (let j = 1; j <= b.length; j++) cost[0]![j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const swap = cost[i - 1]![j - 1]! + (a[i - 1]!.text === b[j - 1]!.text ? 0 : 1);
      cost[i]![j] = Math.min(swap, cost[i - 1]![j]! + 1, cost[i]![j - 1]! + 1);
    }
  }
  return walkedBack(a, b, cost);
}

function walkedBack(a: Seen[], b: Seen[], cost: number[][]): Pair[] {
  const pairs: Pair[] = [];
  let i = a.length;
  let j = b.length;
  while (i > 0 || j > 0) {
    const here = cost[i]![j]!;
    const same = i > 0 && j > 0 && a[i - 1]!.text === b[j - 1]!.text;
    if (i > 0 && j > 0 && here === cost[i - 1]![j - 1]! + (same ? 0 : 1)) {
      pairs.push([a[--i], b[--j]]);
    } else if (i > 0 && here === cost[i - 1]![j]! + 1) pairs.push([a[--i], undefined]);
    else pairs.push([undefined, b[--j]]);
  }
  return pairs.reverse();
}
