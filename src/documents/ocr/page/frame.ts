import {
  boundsOf,
  corners,
  inverse,
  mapPoint,
  type Rect,
  type Similarity,
} from '../image/geometry.ts';
import type { Picture } from '../image/picture.ts';
import type { Box, QuarterTurn } from '../types.ts';
import { type Keystone, unrectified } from './keystone.ts';

/** The straight page: its size, the part of the picture it is cut from, and the way back. */
export interface PageFrame {
  width: number;
  height: number;
  area: Rect;
  toPicture: Similarity;
}

const PAGE_SIDE = 960;
const MAX_ENLARGED = 2;

/** A page around the text, its rows along `angle`. */
export function pageFrame(
  picture: Picture,
  rects: Rect[],
  angle: number,
  side = PAGE_SIDE,
): PageFrame {
  const upright: Similarity = { scale: 1, angle: -angle, dx: 0, dy: 0 };
  const whole = wholePicture(picture);
  const limits = boundsOf(corners(whole).map((p) => mapPoint(upright, p)));
  const text = boundsOf(
    (rects.length > 0 ? rects : [whole]).flatMap(corners).map((p) => mapPoint(upright, p)),
  );
  const heights = rects.map((r) => Math.min(r.width, r.height)).sort((a, b) => a - b);
  const margin = (heights[heights.length >> 1] ?? 0) * 1.5 + 0.01 * text.width;
  const left = Math.max(limits.left, text.left - margin);
  const top = Math.max(limits.top, text.top - margin);
  const right = Math.min(limits.left + limits.width, text.left + text.width + margin);
  const bottom = Math.min(limits.top + limits.height, text.top + text.height + margin);
  return frameAround({ left, top, width: right - left, height: bottom - top }, angle, side);
}

function wholePicture({ width, height }: Picture): Rect {
  return { cx: width / 2, cy: height / 2, width, height, angle: 0 };
}

/** `box` is in the picture turned by -`angle` about its corner. */
function frameAround(box: Box, angle: number, side: number): PageFrame {
  const enlarge = Math.min(MAX_ENLARGED, side / Math.max(box.width, box.height));
  const width = Math.max(32, Math.round(box.width * enlarge));
  const height = Math.max(32, Math.round(box.height * enlarge));
  const toPicture = { scale: 1 / enlarge, angle, dx: 0, dy: 0 };
  const corner = mapPoint({ ...toPicture, scale: 1 }, { x: box.left, y: box.top });
  const map = { ...toPicture, dx: corner.x, dy: corner.y };
  const centre = mapPoint(map, { x: width / 2, y: height / 2 });
  const area = { cx: centre.x, cy: centre.y, width: box.width, height: box.height, angle };
  return { width, height, area, toPicture: map };
}

/** The same page standing on its head. */
export function flipped(frame: PageFrame): PageFrame {
  const corner = mapPoint(frame.toPicture, { x: frame.width, y: frame.height });
  const angle = frame.toPicture.angle + Math.PI;
  const toPicture = { ...frame.toPicture, angle, dx: corner.x, dy: corner.y };
  return { ...frame, area: { ...frame.area, angle: frame.area.angle + Math.PI }, toPicture };
}

/** Text running along `angle` stands upright after `turned` degrees clockwise, but for the skew. */
export function turnOf(angle: number): { turned: QuarterTurn; skewDeg: number } {
  const degrees = (angle * 180) / Math.PI;
  const quarters = Math.round(degrees / 90);
  const turns: QuarterTurn[] = [0, 270, 180, 90];
  const turned = turns[((quarters % 4) + 4) % 4]!;
  return { turned, skewDeg: Math.round((degrees - quarters * 90) * 100) / 100 };
}

/** A box of the page, as pixels of the stored picture after EXIF and `turned`. */
export function toUpright(
  box: Box,
  keystone: Keystone,
  frame: PageFrame,
  turned: QuarterTurn,
  scale: number,
  upright: { width: number; height: number },
): Box {
  const points = corners({
    cx: box.left + box.width / 2,
    cy: box.top + box.height / 2,
    width: box.width,
    height: box.height,
    angle: 0,
  });
  const turn = inverse(uprightToPicture(turned, upright));
  const mapped = points.map((point) => {
    const { x, y } = mapPoint(frame.toPicture, unrectified(keystone, point));
    return mapPoint(turn, { x: x / scale, y: y / scale });
  });
  return clipped(boundsOf(mapped), upright);
}

function uprightToPicture(
  turned: QuarterTurn,
  size: { width: number; height: number },
): Similarity {
  const { width, height } = size;
  const shifts = { 0: [0, 0], 90: [0, width], 180: [width, height], 270: [height, 0] } as const;
  const [dx, dy] = shifts[turned];
  return { scale: 1, angle: (-turned * Math.PI) / 180, dx, dy };
}

function clipped(box: Box, size: { width: number; height: number }): Box {
  const left = Math.max(0, Math.floor(box.left));
  const top = Math.max(0, Math.floor(box.top));
  const right = Math.min(size.width, Math.ceil(box.left + box.width));
  const bottom = Math.min(size.height, Math.ceil(box.top + box.height));
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}
