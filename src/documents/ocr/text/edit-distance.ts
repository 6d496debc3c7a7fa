/** How many insertions, deletions and substitutions part two words. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The word nearest to `text`, and by how many changes; undefined when two are equally near. */
export function nearest(
  text: string,
  words: readonly string[],
): { word: string; distance: number } | undefined {
  let best: { word: string; distance: number } | undefined;
  let tied = false;
  for (const word of words) {
    const distance = editDistance(text, word);
    if (best && distance === best.distance) tied = true;
    if (best && distance >= best.distance) continue;
    best = { word, distance };
    tied = false;
  }
  return tied ? undefined : best;
}
