import sharp from 'sharp';
import { MAX_PIXELS } from '../image/picture.ts';
import type { Quality, QualityCode, QualityProblem } from '../types.ts';
import { isCutOff } from './cut-off.ts';
import { grayAt } from './gray.ts';
import { type Measures, measure } from './measures.ts';

const LOOK = 1200;
const MIN_LONG_SIDE = 380;
const MIN_SHORT_SIDE = 220;
/** Measured by blurring readable pictures until most fields were lost. */
const MAX_EDGE_WIDTH = 6.5;

const MESSAGES: Readonly<Record<QualityCode, string>> = {
  not_a_picture: '这不是能识别的图片，请上传 JPG、PNG 或 WebP 格式的照片',
  too_many_pixels: '图片像素过大，请缩小到 4000 万像素以内再上传',
  too_small: '图片太小，文字看不清，请上传原图，或靠近重拍',
  blurred: '图片模糊，请拿稳手机、对准证件对焦后重拍',
  cut_off: '证件没有拍全，请让证件四边都在画面内再重拍',
  too_dark: '图片太暗，请在光线充足处重拍',
  overexposed: '图片过亮或反光，请避开强光、关闭闪光灯后重拍',
  blank: '图片中没有看到文字，请确认上传的是证件照片',
};

/** The fast gate before reading: can this picture be read at all, and if not, what to do. Never throws. */
export async function checkQuality(bytes: Buffer): Promise<Quality> {
  const size = await sizeOf(bytes);
  if (!size) return refused('not_a_picture', 0, 0);
  const { width, height } = size;
  if (width * height > MAX_PIXELS) return refused('too_many_pixels', width, height);
  const gray = await grayAt(bytes, LOOK).catch(() => undefined);
  if (!gray) return refused('not_a_picture', width, height);
  const measures = measure(gray);
  const problems = [
    ...problemsOf(measures, width, height),
    ...(isCutOff(gray) ? [problem('cut_off')] : []),
  ];
  const sharpness = Math.max(0, Math.min(1, 1 - (measures.edge_width - 2) / 10));
  return {
    ok: problems.length === 0,
    problems,
    width,
    height,
    sharpness: Number(sharpness.toFixed(2)),
    brightness: measures.brightness,
  };
}

function problemsOf(measures: Measures, width: number, height: number): QualityProblem[] {
  const problems: QualityProblem[] = [];
  if (Math.max(width, height) < MIN_LONG_SIDE || Math.min(width, height) < MIN_SHORT_SIDE) {
    problems.push(
      problem('too_small', { long_side: Math.max(width, height), least: MIN_LONG_SIDE }),
    );
  }
  const { brightness, bright_end, burnt, busy, edge_width } = measures;
  if (brightness < 40 && bright_end < 90) problems.push(problem('too_dark', { brightness }));
  else if (busy < 0.004) {
    problems.push(burnt > 0.5 ? problem('overexposed', { burnt }) : problem('blank', { busy }));
  } else if (edge_width > MAX_EDGE_WIDTH) {
    problems.push(problem('blurred', { edge_width, most: MAX_EDGE_WIDTH }));
  }
  return problems;
}

function problem(code: QualityCode, figures: Record<string, number> = {}): QualityProblem {
  const rounded = Object.entries(figures).map(([name, value]) => [
    name,
    Math.round(value * 1000) / 1000,
  ]);
  return { code, message: MESSAGES[code], ...Object.fromEntries(rounded) };
}

async function sizeOf(bytes: Buffer): Promise<{ width: number; height: number } | undefined> {
  try {
    return (await sharp(bytes).metadata()).autoOrient;
  } catch {
    return undefined;
  }
}

function refused(code: QualityCode, width: number, height: number): Quality {
  return { ok: false, problems: [problem(code)], width, height, sharpness: 0, brightness: 0 };
}
