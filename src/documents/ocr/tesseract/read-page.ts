import sharp from 'sharp';
import { decode, type Picture, resized } from '../image/picture.ts';
import { cutOut } from '../image/warp.ts';
import { flipped, type PageFrame, pageFrame } from '../page/frame.ts';
import { pageOf } from '../page/page.ts';
import { textOf } from '../parse/cells.ts';
import { kindOf } from '../parse/kind.ts';
import type { Line, PageReader } from '../types.ts';
import { grayOf, inkPoints, textAngle } from './direction.ts';
import { flattened } from './flatten.ts';
import { linesOf } from './lines.ts';
import { startWorkers, type Workers } from './workers.ts';

const PAGE_SIDE = 1600;
const LOOK = 700;
const LEVEL = { slope: 0, fan: 0, middle: 0 };

/** Tesseract: the fallback where no native code may run. It reads far worse, and says so less often. */
export async function openTesseract(): Promise<PageReader> {
  const workers = await startWorkers();
  return {
    async readPage(bytes, onProgress) {
      const { picture, scale } = await decode(bytes);
      const frame = pageFrame(picture, [], await angleOf(picture), PAGE_SIDE);
      onProgress(0.2);
      let best = await readUpright(workers, picture, frame);
      onProgress(0.5);
      if (best.sense < 4) {
        const other = await readUpright(workers, picture, flipped(frame));
        if (other.sense > best.sense) best = other;
      }
      onProgress(0.9);
      return pageOf(best.lines, picture, scale, best.frame, LEVEL);
    },
  };
}

async function angleOf(picture: Picture): Promise<number> {
  const factor = Math.min(1, LOOK / Math.max(picture.width, picture.height));
  const small = await resized(picture, factor);
  const points = inkPoints(grayOf(small), small.width, small.height);
  return textAngle(points, Math.max(small.width, small.height));
}

/** `sense` tells how much a document it is: what stands on its head makes none. */
async function readUpright(workers: Workers, picture: Picture, frame: PageFrame) {
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
