import sharp from 'sharp';
import { MAX_PIXELS } from './image/picture.ts';
import type { Quality, QualityProblem } from './types.ts';

const MIN_LONG_SIDE = 500;
const MIN_SHORT_SIDE = 300;

/** The fast gate before reading: is this a picture that can be read at all, and if not, what to do. */
export async function checkQuality(bytes: Buffer): Promise<Quality> {
  const size = await sizeOf(bytes);
  if (!size) return refused({ code: 'not_a_picture', message: NOT_A_PICTURE });
  const { width, height } = size;
  if (width * height > MAX_PIXELS) {
    const problem = { code: 'too_many_pixels', message: TOO_MANY, most: MAX_PIXELS } as const;
    return refused(problem, width, height);
  }
  const problems: QualityProblem[] = [];
  if (Math.max(width, height) < MIN_LONG_SIDE || Math.min(width, height) < MIN_SHORT_SIDE) {
    problems.push({ code: 'too_small', message: TOO_SMALL, least: MIN_LONG_SIDE });
  }
  return { ok: problems.length === 0, problems, width, height, sharpness: 1, brightness: 128 };
}

const NOT_A_PICTURE = '这不是能识别的图片，请上传 JPG、PNG 或 WebP 照片';
const TOO_MANY = '图片像素过大，请缩小到 4000 万像素以内再上传';
const TOO_SMALL = '图片太小，文字看不清，请上传原图或靠近重拍';

async function sizeOf(bytes: Buffer): Promise<{ width: number; height: number } | undefined> {
  try {
    const { autoOrient } = await sharp(bytes).metadata();
    return autoOrient;
  } catch {
    return undefined;
  }
}

function refused(problem: QualityProblem, width = 0, height = 0): Quality {
  return { ok: false, problems: [problem], width, height, sharpness: 0, brightness: 0 };
}
