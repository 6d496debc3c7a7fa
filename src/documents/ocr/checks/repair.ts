import type { Char, Guess } from '../types.ts';

/** A whole code that passes its checks, and how far it is from what was read. */
export interface Repaired {
  text: string;
  /** Characters that differ from the reading. */
  changed: number;
  /** Product of chosen over best probabilities: 1 when nothing was changed. */
  likelihood: number;
}

/** What letters and digits look like one another, beyond what the network itself offers. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  D: '0',
  Q: '0',
  U: '0',
  C: '0',
  I: '1',
  l: '1',
  i: '1',
  L: '1',
  J: '1',
  '|': '1',
  '!': '1',
  T: '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  G: '6',
  b: '6',
  B: '8',
  g: '9',
  q: '9',
  x: 'X',
  '*': 'X',
  '×': 'X',
  K: 'X',
  Y: 'X',
};

const BEAM = 200;
const MOST_CHANGES = 3;

/** For each place, the characters it may hold, the likeliest first. `allowed` is the code's alphabet. */
export function optionsOf(chars: Char[], allowed: string): Guess[][] {
  return chars.map(({ text, p, others }) => {
    const guesses = new Map<string, number>();
    for (const guess of [{ text, p }, ...others]) {
      const upper = allowed.includes(guess.text) ? guess.text : guess.text.toUpperCase();
      const char = allowed.includes(upper) ? upper : (LOOKS_LIKE[guess.text] ?? '');
      if (char !== '' && allowed.includes(char)) {
        guesses.set(char, Math.max(guess.p, guesses.get(char) ?? 0));
      }
    }
    return [...guesses].map(([char, p]) => ({ text: char, p })).sort((a, b) => b.p - a.p);
  });
}

/** Every way to choose among the options that passes `check`, the likeliest first. */
export function passing(options: Guess[][], check: (text: string) => boolean): Repaired[] {
  if (options.some((choices) => choices.length === 0)) return [];
  let beam: Repaired[] = [{ text: '', changed: 0, likelihood: 1 }];
  for (const choices of options) {
    const top = choices[0]!.p;
    const next = beam.flatMap((start) =>
      choices.map((choice, i) => ({
        text: start.text + choice.text,
        changed: start.changed + (i > 0 ? 1 : 0),
        likelihood: (start.likelihood * choice.p) / top,
      })),
    );
    beam = next
      .filter((repaired) => repaired.changed <= MOST_CHANGES)
      .sort((a, b) => b.likelihood - a.likelihood)
      .slice(0, BEAM);
  }
  return beam.filter((repaired) => check(repaired.text));
}
