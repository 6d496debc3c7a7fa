import { nearest } from '../text/edit-distance.ts';
import { ETHNICITIES } from '../text/ethnicities.ts';
import type { Cell } from './cells.ts';
import { type Found, found } from './found.ts';

/** The people meant by what stands after 民族: as read, or the one word that fits what the characters may be. */
export function ethnicityOf(cell: Cell): Found | undefined {
  if (cell.text.length === 0) return undefined;
  if (ETHNICITIES.includes(cell.text)) return found(cell.text, [cell]);
  const trimmed = cell.text.replace(/族$/, '');
  if (ETHNICITIES.includes(trimmed)) return found(trimmed, [cell], 0.95);
  const possible = ETHNICITIES.filter((word) => mayBe(cell, word));
  if (possible.length === 1) return found(possible[0]!, [cell], 0.8, [GUESSED]);
  const close = nearest(cell.text, ETHNICITIES);
  if (close && close.distance === 1 && close.word.length > 1) {
    return found(close.word, [cell], close.word.length > 2 ? 0.85 : 0.7, [GUESSED]);
  }
  return undefined;
}

const GUESSED = '民族按相近的字补正，请核对';

/** Does each character offer the word's, at least as a possibility? */
function mayBe(cell: Cell, word: string): boolean {
  return (
    word.length === cell.chars.length &&
    cell.chars.every((char, i) => [char, ...char.others].some((guess) => guess.text === word[i]))
  );
}
