import type { Symbol as Glyph, Page as Recognised } from 'tesseract.js';
import { foldWidth } from '../text/fold.ts';
import type { Line } from '../types.ts';

/** Tesseract says 95 % as often of wrong hanzi as of right ones: only what a check digit proves may count as sure. */
const TRUST = 0.78;

/** Tesseract's blocks as lines of the page. */
export function linesOf(page: Recognised): Line[] {
  const paragraphs = (page.blocks ?? []).flatMap((block) => block.paragraphs);
  return paragraphs
    .flatMap((paragraph) => paragraph.lines)
    .map(({ words, bbox }) => ({
      chars: words.flatMap((word) => word.symbols).map(charOf),
      box: { left: bbox.x0, top: bbox.y0, width: bbox.x1 - bbox.x0, height: bbox.y1 - bbox.y0 },
    }))
    .filter((line) => line.chars.length > 0 && line.box.height > 6);
}

function charOf({ text, confidence, bbox }: Glyph) {
  const p = (confidence / 100) * TRUST;
  return { text: foldWidth(text), p, x: (bbox.x0 + bbox.x1) / 2, others: [] };
}
