/** A piece of two texts laid side by side: in both, only in the one before, or only in the one after. */
export interface Piece {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** Beyond this many characters the texts are shown whole: nobody compares them letter by letter. */
const MOST = 300;

/** What changed from one text to another, character by character; the longest common subsequence stays. */
export function differences(before: string, after: string): Piece[] {
  const [from, to] = [[...before], [...after]];
  if (from.length > MOST || to.length > MOST)
    return joined([piece('gone', before), piece('new', after)]);
  const common = commonLengths(from, to);
  const whole = [piece('gone', before), piece('new', after)];
  // Two texts that share little are read one after the other, not letter by letter.
  if ((common[0]?.[0] ?? 0) * 2 < Math.max(from.length, to.length)) return joined(whole);
  const left = (i: number, j: number) => common[i]?.[j] ?? 0;
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < from.length && j < to.length) {
    if (from[i] === to[j]) {
      pieces.push(piece('same', from[i]));
      i++;
      j++;
    } else if (left(i + 1, j) >= left(i, j + 1)) pieces.push(piece('gone', from[i++]));
    else pieces.push(piece('new', to[j++]));
  }
  const rest = [piece('gone', from.slice(i).join('')), piece('new', to.slice(j).join(''))];
  return joined([...pieces, ...rest]);
}

const piece = (kind: Piece['kind'], text = ''): Piece => ({ kind, text });

/** [i][j]: how long the longest common subsequence of what follows i and what follows j is. */
function commonLengths(from: readonly string[], to: readonly string[]): number[][] {
  const lengths = Array.from({ length: from.length + 1 }, () =>
    new Array<number>(to.length + 1).fill(0),
  );
  for (let i = from.length - 1; i >= 0; i--) {
    const [row = [], below = []] = [lengths[i], lengths[i + 1]];
    for (let j = to.length - 1; j >= 0; j--)
      row[j] =
        from[i] === to[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
  }
  return lengths;
}

/** Neighbours of one kind made one, empty ones left out. */
function joined(pieces: readonly Piece[]): Piece[] {
  const whole: Piece[] = [];
  for (const { kind, text } of pieces) {
    const last = whole.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') whole.push({ kind, text });
  }
  return whole;
}
