import type { Picture } from '../image/picture.ts';
import type { Line, Page } from '../types.ts';
import { type PageFrame, toUpright, turnOf } from './frame.ts';
import type { Keystone } from './keystone.ts';

/** Lines of the straight page, and how the page lies in the stored picture (`scale` = decoded / stored). */
export function pageOf(
  lines: Line[],
  picture: Picture,
  scale: number,
  frame: PageFrame,
  keystone: Keystone,
): Page {
  const { turned, skewDeg } = turnOf(frame.toPicture.angle);
  const full = { width: picture.width / scale, height: picture.height / scale };
  const sides = turned % 180 === 0 ? full : { width: full.height, height: full.width };
  const upright = { width: Math.round(sides.width), height: Math.round(sides.height) };
  return {
    lines,
    turned,
    skewDeg,
    upright,
    toUpright: (box) => toUpright(box, keystone, frame, turned, scale, upright),
  };
}
