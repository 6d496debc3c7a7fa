import type { Char, Line } from '../types.ts';

/** What a recogniser adds at the edges of a box: half of a neighbour's first glyph, a speck read as a sign. */
export function tidied(lines: Line[]): Line[] {
  return lines
    .map((line) => ({ ...line, chars: line.chars.filter((char) => char.text.trim() !== '') }))
    .map((line, _, all) => ({ ...line, chars: withoutClipped(line, all) }))
    .map((line, _, all) => ({ ...line, chars: withoutCopied(line, all) }))
    .map((line) => ({ ...line, chars: withoutSpecks(line.chars) }))
    .filter((line, _, all) => line.chars.length > 0 && !isDust(line, all));
}

/** Ornaments and grain read as one or two small signs. */
function isDust({ chars, box }: Line, all: Line[]): boolean {
  const heights = all.map((line) => line.box.height).sort((a, b) => a - b);
  return chars.length <= 3 && box.height < 0.55 * heights[heights.length >> 1]!;
}

/** Where two boxes of a row overlap, the left one's last glyphs that stand in the right one are copies. */
function withoutClipped(line: Line, all: Line[]): Char[] {
  const { left, width, top, height } = line.box;
  const right = left + width;
  const neighbour = all.find(({ box, chars }) => {
    const apart = Math.abs(box.top + box.height / 2 - top - height / 2);
    return (
      chars.length > 0 &&
      box.left > left + 0.5 * height &&
      box.left < right &&
      box.left + box.width > right &&
      apart < 0.5 * Math.min(height, box.height) &&
      Math.max(height, box.height) < 1.6 * Math.min(height, box.height)
    );
  });
  if (!neighbour) return line.chars;
  const inside = (char: Char) => char.x >= neighbour.box.left + 0.1 * height;
  const kept = line.chars.filter((char) => !isHan(char) || !inside(char));
  return kept.length >= line.chars.length - 2 ? kept : line.chars;
}

/** The same the other way round: a line that begins with the last glyph of the box it overlaps. */
function withoutCopied(line: Line, all: Line[]): Char[] {
  const { left, top, height } = line.box;
  const first = line.chars[0];
  const before = all.find(({ box, chars }) => {
    const apart = Math.abs(box.top + box.height / 2 - top - height / 2);
    const overlaps = box.left < left && box.left + box.width > left - 0.2 * height;
    return overlaps && apart < 0.5 * height && chars.at(-1)?.text === first?.text;
  });
  const copied = before && line.chars.length > 1 && /\p{Script=Han}/u.test(first?.text ?? '');
  return copied && first!.x < before.box.left + before.box.width + 0.3 * height
    ? line.chars.slice(1)
    : line.chars;
}

const SPECK = 0.5;
const LEADING_SPECK = 0.75;

/** A weak sign at the end of a sure line is dirt, and at its beginning a weak digit, too: the hanzi after it is then less sure. */
function withoutSpecks(chars: Char[]): Char[] {
  if (chars.length < 3) return chars;
  const last = chars.at(-1)!;
  const kept = last.p < SPECK && !/[\p{L}\p{N}]/u.test(last.text) ? chars.slice(0, -1) : chars;
  const [first, second] = kept;
  if (isSpeck(first!, SPECK)) return kept.slice(1);
  if (!isSpeck(first!, LEADING_SPECK) || !isHan(second!)) return kept;
  return [{ ...second!, p: second!.p * 0.85 }, ...kept.slice(2)];
}

function isSpeck(char: Char, most: number): boolean {
  return char.p < most && !isHan(char);
}

function isHan(char: Char): boolean {
  return /\p{Script=Han}/u.test(char.text);
}
