import type { Rect } from '../image/geometry.ts';
import { type Keystone, rectified } from '../page/keystone.ts';
import { foldWidth } from '../text/fold.ts';
import type { Line } from '../types.ts';
import type { Seen } from './ctc.ts';

/** A line of the levelled page from what was seen inside `rect`. */
export function lineOf(rect: Rect, seen: Seen[], keystone: Keystone): Line {
  const centre = rectified(keystone, { x: rect.cx, y: rect.cy });
  const left = rect.cx - (Math.cos(rect.angle) * rect.width) / 2;
  const width = Math.cos(rect.angle) * rect.width;
  const chars = seen.map(({ text, p, at, others }) => ({
    text: foldWidth(text),
    p,
    x: left + at * width,
    others: others.map((guess) => ({ ...guess, text: foldWidth(guess.text) })),
  }));
  return { chars, box: { left, top: centre.y - rect.height / 2, width, height: rect.height } };
}
