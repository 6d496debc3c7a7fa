import { inverse, mapRect, type Rect } from '../image/geometry.ts';
import { decode, type Picture, resized } from '../image/picture.ts';
import { cutOut } from '../image/warp.ts';
import { flipped, type PageFrame, pageFrame } from '../page/frame.ts';
import { fitKeystone } from '../page/keystone.ts';
import { pageOf } from '../page/page.ts';
import type { Line, PageReader } from '../types.ts';
import { detectLines } from './detect.ts';
import { skewOf, tallShare, upsideDown } from './direction.ts';
import { lineOf } from './lines.ts';
import type { Models } from './models.ts';
import { pageLines } from './page-lines.ts';
import { recogniseLines } from './recognise.ts';
import { secondOpinion } from './second-opinion.ts';

const FIRST_LOOK = 640;
const MIN_CONFIDENCE = 0.4;

/** PP-OCR: find the lines, straighten the page by them, find them again, read each from the original pixels. */
export function ppocrReader(models: Models): PageReader {
  return {
    async readPage(bytes, onProgress) {
      const { picture, scale } = await decode(bytes);
      onProgress(0.1);
      const rough = await firstLook(models, picture);
      onProgress(0.2);
      const frame = pageFrame(picture, rough.rects, rough.angle);
      const { rects, upright } = await secondLook(models, picture, frame);
      onProgress(0.4);
      const strips = rects.map((rect) => mapRect(upright.toPicture, rect));
      const first = await recogniseLines(models, picture, strips, (fraction) =>
        onProgress(0.4 + 0.4 * fraction),
      );
      const read = strips.map((rect, i) => ({ rect, seen: first[i]! }));
      const final = await secondOpinion(models, picture, read);
      const keystone = fitKeystone(rects, upright.width / 2);
      const toPage = inverse(upright.toPicture);
      const lines = final
        .map(({ rect, seen }) => lineOf(mapRect(toPage, rect), seen, keystone))
        .filter(isWorthReading);
      return pageOf(lines, picture, scale, upright, keystone);
    },
  };
}

/** Which way the text runs (radians against the picture's rows), and roughly where it is. */
async function firstLook(models: Models, picture: Picture) {
  const factor = Math.min(1, FIRST_LOOK / Math.max(picture.width, picture.height));
  const small = await resized(picture, factor);
  const found = await detectLines(models, small);
  const back = { scale: 1 / factor, angle: 0, dx: 0, dy: 0 };
  const rects = found.map((rect) => mapRect(back, rect));
  if (tallShare(rects) <= 0.5) return { rects, angle: skewOf(rects) };
  const along = rects.map((r) => ({ ...r, width: r.height, height: r.width }));
  return { rects, angle: skewOf(along) + Math.PI / 2 };
}

async function secondLook(models: Models, picture: Picture, frame: PageFrame) {
  const shrink = Math.min(1, 1 / frame.toPicture.scale);
  const level = shrink < 0.8 ? await resized(picture, shrink) : picture;
  const factor = level.width / picture.width;
  const onLevel = mapRect({ scale: factor, angle: 0, dx: 0, dy: 0 }, frame.area);
  const page = cutOut(level, onLevel, frame.width, frame.height);
  const rects = await pageLines(models, page);
  const turned = (await isUpsideDown(models, page, rects)) ? flipped(frame) : frame;
  if (turned === frame) return { rects, upright: frame };
  const mirrored = rects.map((r) => ({ ...r, cx: frame.width - r.cx, cy: frame.height - r.cy }));
  return { rects: mirrored, upright: turned };
}

/** The direction network votes; where it is not sure, the reading that is surer of itself wins. */
async function isUpsideDown(models: Models, page: Picture, rects: Rect[]): Promise<boolean> {
  const share = await upsideDown(models, page, rects);
  if (share < 0.35 || share > 0.65) return share > 0.5;
  const longest = [...rects].sort((a, b) => b.width - a.width).slice(0, 4);
  const turned = longest.map((rect) => ({ ...rect, angle: rect.angle + Math.PI }));
  const seen = await recogniseLines(models, page, [...longest, ...turned]);
  const sure = (from: number) =>
    seen.slice(from, from + longest.length).flatMap((line) => line.map((char) => char.p - 0.5));
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  return sum(sure(longest.length)) > sum(sure(0));
}

function isWorthReading(line: Line): boolean {
  const total = line.chars.reduce((sum, char) => sum + char.p, 0);
  return line.chars.length > 0 && total / line.chars.length >= MIN_CONFIDENCE;
}
