import sharp from 'sharp';
import { mapRect } from '../image/geometry.ts';
import { grayOf } from '../image/gray.ts';
import { decode, type Picture, resized } from '../image/picture.ts';
import { cutOut } from '../image/warp.ts';
import { flipped, type PageFrame, pageFrame } from '../page/frame.ts';
import { pageOf } from '../page/page.ts';
import { textOf } from '../parse/cells.ts';
import { kindOf } from '../parse/kind.ts';
import type { Box, Line, PageReader } from '../types.ts';
import { inkPoints, textAngles } from './direction.ts';
import { flattened } from './flatten.ts';
import { linesOf } from './lines.ts';
import { startWorkers, type Workers } from './workers.ts';

const PAGE_SIDE = 1600;
const LOOK = 700;
const LEVEL = { slope: 0, fan: 0, middle: 0 };

/** Tesseract: the fallback where no native code may run. It reads far worse, and takes longer. */
export async function openTesseract(): Promise<PageReader> {
  const workers = await startWorkers();
  return {
    async readPage(bytes, onProgress) {
      const { picture, scale } = await decode(bytes);
      const found = await upright(workers, picture, onProgress);
      const { lines, frame } = await closer(workers, picture, found);
      onProgress(0.9);
      return pageOf(lines, picture, scale, frame, LEVEL);
    },
  };
}

interface Attempt {
  lines: Line[];
  frame: PageFrame;
  sense: number;
}

/** Tries the likely directions, each also on its head, until one makes sense. */
async function upright(
  workers: Workers,
  picture: Picture,
  onProgress: (fraction: number) => void,
): Promise<Attempt> {
  const frames = (await anglesOf(picture)).flatMap((angle) => {
    const frame = pageFrame(picture, [], angle, PAGE_SIDE);
    return [frame, flipped(frame)];
  });
  let best: Attempt | undefined;
  for (const [i, frame] of frames.entries()) {
    onProgress(0.1 + 0.15 * i);
    const attempt = await readUpright(workers, picture, frame);
    if (!best || attempt.sense > best.sense) best = attempt;
    if (best.sense >= SENSIBLE) break;
  }
  return best!;
}

const SENSIBLE = 2;
/** A document that fills little of the picture is worth a second, closer look. */
const CLOSER = 1.25;

async function closer(workers: Workers, picture: Picture, far: Attempt): Promise<Attempt> {
  const { toPicture } = far.frame;
  const rects = far.lines
    .filter(({ chars }) => chars.length > 3)
    .map(({ box }) => mapRect(toPicture, { ...centred(box), angle: 0 }));
  if (rects.length < 3) return far;
  const frame = pageFrame(picture, rects, toPicture.angle, PAGE_SIDE);
  if (toPicture.scale < CLOSER * frame.toPicture.scale) return far;
  const near = await readUpright(workers, picture, frame);
  return near.sense >= far.sense - 0.5 ? near : far;
}

function centred({ left, top, width, height }: Box) {
  return { cx: left + width / 2, cy: top + height / 2, width, height };
}

async function anglesOf(picture: Picture): Promise<number[]> {
  const factor = Math.min(1, LOOK / Math.max(picture.width, picture.height));
  const small = await resized(picture, factor);
  const points = inkPoints(grayOf(small), small.width, small.height);
  return textAngles(points, Math.max(small.width, small.height));
}

/** `sense` tells how much a document it is: what stands on its head makes none. */
async function readUpright(workers: Workers, picture: Picture, frame: PageFrame): Promise<Attempt> {
  const shrink = Math.min(1, 1 / frame.toPicture.scale);
  const level = await resized(picture, shrink);
  const { area } = frame;
  const factor = level.width / picture.width;
  const onLevel = {
    cx: area.cx * factor,
    cy: area.cy * factor,
    width: area.width * factor,
    height: area.height * factor,
    angle: area.angle,
  };
  const image = await flattened(cutOut(level, onLevel, frame.width, frame.height));
  const { data } = await workers.text.recognize(image, {}, { text: false, blocks: true });
  const lines = await withSureNumbers(workers, image, linesOf(data));
  const { confidence, kind } = kindOf(lines);
  const hanzi = lines.flatMap(({ chars }) => chars).filter(({ p }) => p > 0.7).length;
  return { lines, frame, sense: kind === 'unknown' ? hanzi / 1000 : 4 * confidence };
}

/** The line of an identity number is read again by the worker that knows nothing but digits. */
async function withSureNumbers(workers: Workers, image: Buffer, lines: Line[]): Promise<Line[]> {
  const { width = 0, height = 0 } = await sharp(image).metadata();
  return await Promise.all(
    lines.map(async (line) => {
      const digits = /[\dXOIlB]{15,}$/.exec(textOf(line.chars));
      if (!digits) return line;
      const first = line.chars[digits.index]!;
      const left = Math.max(0, Math.floor(first.x - line.box.height));
      const top = Math.max(0, Math.floor(line.box.top - line.box.height * 0.2));
      const right = Math.min(width, Math.ceil(line.box.left + line.box.width + line.box.height));
      const bottom = Math.min(height, Math.ceil(line.box.top + line.box.height * 1.2));
      const rectangle = { left, top, width: right - left, height: bottom - top };
      const { data } = await workers.digits.recognize(
        image,
        { rectangle },
        { text: false, blocks: true },
      );
      const again = linesOf(data)[0];
      if (!again || again.chars.length < 17) return line;
      return { ...line, chars: [...line.chars.slice(0, digits.index), ...again.chars] };
    }),
  );
}
