/** A line that only one of two texts has: its number there, counted from 0. */
export interface LineDifference {
  side: 'before' | 'after';
  line: number;
}

/** Beyond it all lines between the first and the last difference count as different. */
const MOST_CELLS = 4_000_000;

/** Line by line, what must go from `before` and come in to make `after` of it: the fewest lines, in reading order. */
export function lineDifferences(before: string[], after: string[]): LineDifference[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const least = Math.min(before.length, after.length) - start;
  while (end < least && before.at(-1 - end) === after.at(-1 - end)) end++;
  const a = before.slice(start, before.length - end);
  const b = after.slice(start, after.length - end);
  const changes = a.length * b.length > MOST_CELLS ? allOf(a, b) : fewest(a, b);
  return changes.map(({ side, line }) => ({ side, line: line + start }));
}

function allOf(a: string[], b: string[]): LineDifference[] {
  const gone = a.map((_, line) => ({ side: 'before' as const, line }));
  return [...gone, ...b.map((_, line) => ({ side: 'after' as const, line }))];
}

function fewest(a: string[], b: string[]): LineDifference[] {
  // common[i][j]: how many lines a from i on and b from j on have in common, in order.
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i]![j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const changes: LineDifference[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) [i, j] = [i + 1, j + 1];
    else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1)))
      changes.push({ side: 'before', line: i++ });
    else changes.push({ side: 'after', line: j++ });
  }
  return changes;
}
