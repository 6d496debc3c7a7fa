import type { Char, Line } from '../../../src/documents/ocr/types.ts';

/** A line as an engine would hand it on: glyphs of `size` pixels side by side, all equally sure. */
export function written(text: string, left: number, top: number, p = 0.99, size = 20): Line {
  const chars = [...text].map((char, i) => ({
    text: char,
    p,
    x: left + (i + 0.5) * size,
    others: [],
  }));
  return { chars, box: { left, top, width: chars.length * size, height: size * 1.2 } };
}

/** The same line with one glyph seen as something else. */
export function misread(line: Line, at: number, seen: Partial<Char>): Line {
  return { ...line, chars: line.chars.map((char, i) => (i === at ? { ...char, ...seen } : char)) };
}
