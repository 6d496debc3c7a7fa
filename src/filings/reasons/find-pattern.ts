import type { Pattern, Piece, Sequence } from './pattern.ts';

/** How far a `~` reaches. */
const GAP = 15;
const STOPS = new Set([',', ';', '。', '\n']);

/** Places between the letters of a text, from 0 to its length: 1 for those that are meant. */
type Places = Uint8Array;

interface Search {
  text: string;
  /** For each place where its clause ends. */
  ends: Uint32Array;
  steps: number;
}

export interface Found {
  from: number;
  to: number;
  /** Letters looked at: never more than a fixed number for each letter and each piece of the pattern. */
  steps: number;
}

/**
 * The first place in a text (as `plainText` gives it) that a pattern means, the longest from there. Sets of places
 * are carried through the pattern, forwards and back, so that no pattern is slower than letters times pieces.
 */
export function findPattern({ of, needs }: Pattern, text: string): Found | undefined {
  if (!needs.some((word) => text.includes(word))) return undefined;
  const search: Search = { text, ends: clauseEnds(text), steps: 0 };
  const everywhere = new Uint8Array(text.length + 1).fill(1);
  const ends = forwards(search, of, everywhere);
  if (!ends.includes(1)) return undefined;
  const from = backwards(search, of, ends).indexOf(1);
  const start = new Uint8Array(text.length + 1);
  start[from] = 1;
  const to = forwards(search, of, start).lastIndexOf(1);
  return { from, to, steps: search.steps };
}

function forwards(search: Search, of: readonly Sequence[], starts: Places): Places {
  return union(of.map((pieces) => pieces.reduce((at, piece) => stepOn(search, piece, at), starts)));
}

function backwards(search: Search, of: readonly Sequence[], ends: Places): Places {
  return union(
    of.map((pieces) => pieces.reduceRight((at, piece) => stepBack(search, piece, at), ends)),
  );
}

function stepOn(search: Search, piece: Piece, at: Places): Places {
  search.steps += at.length;
  switch (piece.kind) {
    case 'text':
      return moved(search, piece.text, at, 1);
    case 'gap':
      return withinGap(search.text, at);
    case 'rest':
      return toClauseEnd(search, at);
    case 'choice': {
      const through = forwards(search, piece.of, at);
      return piece.optional ? union([at, through]) : through;
    }
    case 'not':
      return unlessFollowed(search, piece.of, at);
  }
}

function stepBack(search: Search, piece: Piece, at: Places): Places {
  search.steps += at.length;
  switch (piece.kind) {
    case 'text':
      return moved(search, piece.text, at, -1);
    case 'gap':
      return beforeGap(search.text, at);
    case 'rest':
      return at.map((_, place) => at[search.ends[place] ?? 0] ?? 0);
    case 'choice': {
      const through = backwards(search, piece.of, at);
      return piece.optional ? union([at, through]) : through;
    }
    case 'not':
      return unlessFollowed(search, piece.of, at);
  }
}

/** Where one stands after a word (`way` 1), or stood before it (-1). */
function moved(search: Search, word: string, at: Places, way: 1 | -1): Places {
  const out = new Uint8Array(at.length);
  for (let start = search.text.indexOf(word); start >= 0; ) {
    const [here, there] = way === 1 ? [start, start + word.length] : [start + word.length, start];
    if (at[here] === 1) out[there] = 1;
    start = search.text.indexOf(word, start + 1);
  }
  return out;
}

function withinGap(text: string, at: Places): Places {
  const out = new Uint8Array(at.length);
  let left = -1;
  for (let place = 0; place < at.length; place++) {
    if (at[place] === 1) left = GAP;
    if (left >= 0) out[place] = 1;
    left = STOPS.has(text[place] ?? '') ? -1 : left - 1;
  }
  return out;
}

function beforeGap(text: string, at: Places): Places {
  const out = new Uint8Array(at.length);
  let left = -1;
  for (let place = at.length - 1; place >= 0; place--) {
    if (at[place] === 1) left = GAP;
    if (left >= 0) out[place] = 1;
    left = STOPS.has(text[place - 1] ?? '') ? -1 : left - 1;
  }
  return out;
}

function toClauseEnd({ ends }: Search, at: Places): Places {
  const out = new Uint8Array(at.length);
  at.forEach((is, place) => {
    if (is === 1) out[ends[place] ?? place] = 1;
  });
  return out;
}

function unlessFollowed(search: Search, of: readonly Sequence[], at: Places): Places {
  const begins = backwards(search, of, new Uint8Array(at.length).fill(1));
  const ahead = beforeGap(search.text, begins);
  return at.map((is, place) => (ahead[place] === 1 ? 0 : is));
}

function clauseEnds(text: string): Uint32Array {
  const ends = new Uint32Array(text.length + 1).fill(text.length);
  for (let place = text.length - 1; place >= 0; place--)
    ends[place] = STOPS.has(text[place] ?? '') ? place : (ends[place + 1] ?? place);
  return ends;
}

function union(sets: readonly Places[]): Places {
  const [first = new Uint8Array(), ...others] = sets;
  return others.length === 0
    ? first
    : first.map((is, place) => (others.some((set) => set[place] === 1) ? 1 : is));
}
