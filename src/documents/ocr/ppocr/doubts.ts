import { isCreditCode } from '../checks/credit-code.ts';
import { isIdNumber } from '../checks/id-number.ts';
import type { Rect } from '../image/geometry.ts';
import { foldWidth } from '../text/fold.ts';
import type { Seen } from './ctc.ts';

const DOUBTFUL = 0.75;

/** 0 when nothing speaks against a reading; towards 1 the more does. */
export function doubtOf(seen: Seen[], rect: Rect): number {
  const chars = withoutSpaces(seen);
  if (chars.length === 0) return rect.width > 0.7 * rect.height ? 0.3 : 0;
  const mean = chars.reduce((sum, char) => sum + char.p, 0) / chars.length;
  const weakest = Math.min(...chars.map((char) => (isSign(char.text) ? 1 : char.p)));
  const weak = weakest < DOUBTFUL ? 0.5 * (1 - weakest) + 0.3 * (1 - mean) : 0;
  const lost = holesIn(chars, rect).length > 0 ? 0.3 : 0;
  const broken = isBrokenCode(chars) || endsInLabel(chars) ? 0.4 : 0;
  return Math.min(1, weak + lost + broken);
}

function isSign(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}

function withoutSpaces(seen: Seen[]): Seen[] {
  return seen.filter((char) => char.text.trim() !== '');
}

function textOf(seen: Seen[]): string {
  return foldWidth(seen.map((char) => char.text).join(''));
}

/** Alphanumeric, about as long as a code, and passing no check. */
export function isBrokenCode(seen: Seen[]): boolean {
  const code = /[0-9A-Z]{15,20}$/.exec(textOf(withoutSpaces(seen)))?.[0];
  return code !== undefined && !isIdNumber(code) && !isCreditCode(code);
}

/** 民族 and 性别 are followed by a single glyph that the detector may overlook. */
export function endsInLabel(seen: Seen[]): boolean {
  return /(民族|性别)$/.test(textOf(withoutSpaces(seen)));
}

/** The gap between a label and its value is no hole. */
const AFTER_LABEL =
  /(姓名?|性别.?|民族|住址|名称?|类型?|住所?|[场处]所|代表人|经营者|负责人|投资人|合伙人|资本|出资额?|日期|期限|范围|形式|机关|号码|代码)$/;

/** Where a glyph may have been lost: the index of the character after the hole. */
export function holesIn(chars: Seen[], rect: Rect): number[] {
  const size = rect.height / rect.width;
  const isHan = (i: number) => /\p{Script=Han}/u.test(chars[i]?.text ?? '');
  const gap = (i: number) => chars[i]!.at - chars[i - 1]!.at;
  const between = chars.flatMap((_, i) => (i > 0 && isHan(i) && isHan(i - 1) ? [i] : []));
  if (between.length === 0) return [];
  const sorted = between.map(gap).sort((a, b) => a - b);
  const usual = sorted[sorted.length >> 1]!;
  const isWide = (i: number) => gap(i) > 1.65 * usual && gap(i) < 3.2 * usual;
  const holes = between.filter(
    (i) => between.length > 2 && isWide(i) && !AFTER_LABEL.test(textOf(chars.slice(0, i))),
  );
  const edge = Math.max(1.4 * usual, 1.2 * size);
  if (isHan(0) && chars[0]!.at > edge) holes.push(0);
  if (isHan(chars.length - 1) && 1 - chars.at(-1)!.at > edge) holes.push(chars.length);
  return holes;
}
