import { nearest } from '../text/edit-distance.ts';
import { ETHNICITIES } from '../text/ethnicities.ts';
import { type Cell, part } from './cells.ts';
import { type Found, found } from './found.ts';

/** The people meant by what stands after 民族: as read, or the one word that fits what the characters may be. */
export function ethnicityOf(cell: Cell): Found | undefined {
  if (cell.text.length === 0) return undefined;
  if (ETHNICITIES.includes(cell.text)) return amongRivals(found(cell.text, [cell]), cell);
  const trimmed = cell.text.replace(/族$/, '');
  if (ETHNICITIES.includes(trimmed)) return found(trimmed, [cell], 0.95);
  const possible = ETHNICITIES.filter((word) => mayBe(cell, word));
  if (possible.length === 1) return found(possible[0]!, [cell], 0.8, [GUESSED]);
  const close = nearest(cell.text, ETHNICITIES);
  if (close && close.distance === 1 && close.word.length > 1) {
    return found(close.word, [cell], close.word.length > 2 ? 0.85 : 0.7, [GUESSED]);
  }
  const partly = ETHNICITIES.filter((word) => word.length > 1 && isWithin(cell.text, word));
  if (partly.length === 1) return found(partly[0]!, [cell], 0.6, [GUESSED]);
  const similar = LOOKS_LIKE[cell.text];
  return similar ? found(similar, [cell], 0.7, [GUESSED]) : undefined;
}

/** A people of several characters that stands in one of these rows, its label unreadable. */
export function ethnicityAmong(rows: Cell[]): Found | undefined {
  const long = ETHNICITIES.filter((word) => word.length > 1);
  for (const row of rows) {
    const word = long.find((one) => row.text.includes(one));
    const at = word ? row.text.indexOf(word) : -1;
    if (word) return found(word, [part(row, at, at + word.length)], 0.75, [UNLABELLED]);
  }
  return undefined;
}

const UNLABELLED = '未找到“民族”标签，请核对';

/** What peoples are mistaken for. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  么佬: '仫佬',
  亿佬: '仡佬',
  屹佬: '仡佬',
  僳僳: '傈僳',
  栗粟: '傈僳',
  畬: '畲',
  畜: '畲',
  奋: '畲',
  畚: '畲',
  笛: '苗',
  泰: '傣',
  瓦: '佤',
  低: '佤',
  犁: '黎',
  藜: '黎',
  臧: '藏',
  汶: '汉',
  汊: '汉',
  仅: '汉',
  汗: '汉',
  潢: '满',
  恫: '侗',
  桐: '侗',
  摇: '瑶',
  遥: '瑶',
  状: '壮',
  四: '回',
};

function isWithin(text: string, word: string): boolean {
  let at = -1;
  return [...text].every((char) => {
    at = word.indexOf(char, at + 1);
    return at >= 0;
  });
}

/** One of 56 words: where the network offers none of the others, it is surer than its letters. */
function amongRivals(field: Found, cell: Cell): Found {
  const rivals = ETHNICITIES.filter((word) => word !== cell.text && mayBe(cell, word));
  const clear = rivals.length === 0 && cell.chars.every((char) => char.p > 0.4);
  return clear ? { ...field, confidence: Math.max(field.confidence, 0.85) } : field;
}

const GUESSED = '民族按相近的字补正，请核对';

/** Does each character offer the word's, at least as a possibility? */
function mayBe(cell: Cell, word: string): boolean {
  return (
    word.length === cell.chars.length &&
    cell.chars.every((char, i) => [char, ...char.others].some((guess) => guess.text === word[i]))
  );
}
