/** A piece of a pattern: fixed words, a gap, the rest of the clause, a choice, or what may not follow. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'gap' }
  | { kind: 'rest' }
  | { kind: 'choice'; of: readonly Sequence[]; optional: boolean }
  | { kind: 'not'; of: readonly Sequence[] };
export type Sequence = readonly Piece[];

/** Words as an officer may put them: alternatives of pieces in a row. */
export interface Pattern {
  of: readonly Sequence[];
  /** One fixed word of each alternative: a text with none of them cannot match. */
  needs: readonly string[];
}

export const MOST_PATTERN = 300;
const DEEPEST = 4;
/** Fewer fixed characters than this would match almost any sentence. */
const LEAST_FIXED = 2;

/** Texts and patterns are compared in one spelling: width, case and spaces do not matter. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase();
}

export type Parsed = { ok: true; pattern: Pattern } | { ok: false; error: string };

/**
 * Reads the small language of patterns: `~` up to 15 characters of the same clause, `|` or, `( )` groups, `?` the
 * character or group before may be missing, `…` all that follows in the clause, `!( )` not followed by these words.
 * It has no repetition, so no text is slow to look through. An error is in words for who typed it.
 */
export function parsePattern(typed: string): Parsed {
  const text = plainText(typed).replaceAll('...', '…');
  if (text === '') return { ok: false, error: '请写出管局的说法' };
  if (text.length > MOST_PATTERN) return { ok: false, error: `最多 ${MOST_PATTERN} 个字` };
  const reader = { text, at: 0 };
  const read = readChoice(reader, 0);
  if ('error' in read) return { ok: false, error: read.error };
  if (reader.at < text.length) return { ok: false, error: `${placeOf(reader)}“)”多余` };
  const error = read.of.map(faultOf).find((fault) => fault !== undefined);
  if (error !== undefined) return { ok: false, error };
  return { ok: true, pattern: { of: read.of, needs: read.of.map(longestWord) } };
}

interface Reader {
  text: string;
  at: number;
}
type Read<T> = T | { error: string };

const placeOf = ({ at }: Reader) => `第 ${at + 1} 个字的`;

function readChoice(reader: Reader, depth: number): Read<{ of: Sequence[] }> {
  const of: Sequence[] = [];
  for (;;) {
    const read = readSequence(reader, depth);
    if ('error' in read) return read;
    if (read.pieces.length === 0) return { error: '“|”和括号的两边都要有字' };
    of.push(read.pieces);
    if (reader.text[reader.at] !== '|') return { of };
    reader.at++;
  }
}

function readSequence(reader: Reader, depth: number): Read<{ pieces: Piece[] }> {
  const pieces: Piece[] = [];
  while (reader.at < reader.text.length && !/[|)]/.test(reader.text[reader.at] ?? '')) {
    const read = readPiece(reader, pieces, depth);
    if ('error' in read) return read;
    pieces.push(read);
  }
  return { pieces };
}

/** One piece; `?` takes the last character or group back from the pieces before it. */
function readPiece(reader: Reader, before: Piece[], depth: number): Read<Piece> {
  const { text, at } = reader;
  const letter = text[at] ?? '';
  if (letter === '(') return readGroup(reader, 'choice', depth);
  if (letter === '!' && text[at + 1] === '(') {
    reader.at++;
    return readGroup(reader, 'not', depth);
  }
  if (letter === '?') return optional(reader, before);
  if (letter === '~' || letter === '…') {
    while (text[reader.at] === letter) reader.at++;
    return { kind: letter === '~' ? 'gap' : 'rest' };
  }
  const end = text.slice(at).search(/[~|()?…]|!\(/);
  reader.at = end < 0 ? text.length : at + end;
  return { kind: 'text', text: text.slice(at, reader.at) };
}

function readGroup(reader: Reader, kind: 'choice' | 'not', depth: number): Read<Piece> {
  const opened = placeOf(reader);
  if (depth >= DEEPEST) return { error: `括号最多套 ${DEEPEST} 层` };
  reader.at++;
  const read = readChoice(reader, depth + 1);
  if ('error' in read) return read;
  if (reader.text[reader.at] !== ')') return { error: `${opened}“(”没有对应的“)”` };
  reader.at++;
  return kind === 'not' ? { kind, of: read.of } : { kind, of: read.of, optional: false };
}

function optional(reader: Reader, before: Piece[]): Read<Piece> {
  const last = before.pop();
  if (last?.kind !== 'text' && last?.kind !== 'choice')
    return { error: `${placeOf(reader)}“?”前面要有字或括号` };
  reader.at++;
  if (last.kind === 'choice') return { ...last, optional: true };
  const letters = [...last.text];
  const letter = letters.pop() ?? '';
  if (letters.length > 0) before.push({ kind: 'text', text: letters.join('') });
  return { kind: 'choice', of: [[{ kind: 'text', text: letter }]], optional: true };
}

function faultOf(sequence: Sequence): string | undefined {
  const rest = sequence.findIndex(({ kind }) => kind === 'rest');
  if (rest >= 0 && rest < sequence.length - 1) return '“…”只能放在一种说法的最后';
  return fixedIn(sequence) < LEAST_FIXED
    ? `每种说法至少要有 ${LEAST_FIXED} 个固定的字，否则什么句子都会匹配`
    : undefined;
}

/** The fewest fixed characters that a match must have. */
function fixedIn(sequence: Sequence): number {
  return sequence.reduce((sum, piece) => {
    if (piece.kind === 'text') return sum + piece.text.length;
    return piece.kind === 'choice' && !piece.optional
      ? sum + Math.min(...piece.of.map(fixedIn))
      : sum;
  }, 0);
}

/** The longest word that stands in every match; '' when each of its words may be another. */
function longestWord(sequence: Sequence): string {
  const fixed = sequence.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []));
  return fixed.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}
