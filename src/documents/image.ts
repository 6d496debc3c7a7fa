import { fileTypeFromBuffer } from 'file-type';
import sharp, { type Metadata, type OutputInfo } from 'sharp';
import { UserError } from '../platform/errors.ts';
import { turnstile } from '../platform/turnstile.ts';

/** Bytes of one upload, and pixels of one picture, above which nothing is decoded. */
export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;
const MAX_PIXELS = 40_000_000;
const LONGEST_SIDE = 4000;
/** An animated PNG is a PNG to everyone but its own player: the first picture counts. */
const TYPES = ['image/jpeg', 'image/png', 'image/apng', 'image/webp'];

// Only the three loaders we want: libvips would open SVG, PDF and more by itself.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'],
});
sharp.cache(false);
sharp.concurrency(1);

/** At most two pictures are decoded at once, so that a rush cannot fill the memory. */
const decoding = turnstile(2);

const open = (bytes: Buffer) =>
  sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', animated: false }).timeout({
    seconds: 15,
  });

export interface CleanPicture {
  jpeg: Buffer;
  width: number;
  height: number;
}

/**
 * Turns an upload into a JPEG of our own making: upright, without EXIF, at most 4,000 px.
 * Throws a UserError in plain words for anything that is not a whole JPEG, PNG or WebP picture.
 */
export async function cleanPicture(bytes: Buffer): Promise<CleanPicture> {
  await refuseWrongType(bytes);
  return decoding(async () => {
    const { width, height } = await metadataOf(bytes);
    if (width < 100 || height < 100)
      throw new UserError('unprocessable', `图片太小（${width}×${height}），请上传原图`);
    try {
      const { data, info } = await open(bytes)
        .rotate()
        .resize({
          width: LONGEST_SIDE,
          height: LONGEST_SIDE,
          fit: 'inside',
          withoutEnlargement: true,
        })
        .flatten({ background: '#fff' })
        .toColourspace('srgb')
        // The better coding of Huffman tables would hold the whole picture: 200 MB instead of 30 at 40 million pixels.
        .jpeg({ quality: 92, chromaSubsampling: '4:4:4', optimiseCoding: false })
        .toBuffer({ resolveWithObject: true });
      return { jpeg: data, width: info.width, height: info.height };
    } catch (error) {
      throw new UserError('unprocessable', '图片不完整或已损坏，请重新拍摄或导出后再上传', {
        cause: String(error),
      });
    }
  });
}

async function refuseWrongType(bytes: Buffer): Promise<void> {
  if (bytes.length === 0) throw new UserError('unprocessable', '文件是空的，请重新选择图片');
  if (bytes.length > MAX_UPLOAD_BYTES)
    throw new UserError('too_large', '图片太大，请控制在 20 MB 以内');
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (type && TYPES.includes(type.mime)) return;
  if (type?.mime === 'image/heic' || type?.mime === 'image/heif') {
    throw new UserError(
      'unsupported_media',
      '暂不能识别 HEIC 照片：请在手机相机设置中选择“兼容性最佳”，或转为 JPG 后上传',
    );
  }
  if (type?.mime === 'application/pdf') {
    throw new UserError('unsupported_media', '请把 PDF 转成 JPG 图片后上传，每页一张');
  }
  throw new UserError('unsupported_media', '只能上传 JPG、PNG 或 WebP 图片');
}

async function metadataOf(bytes: Buffer): Promise<Metadata> {
  try {
    return await open(bytes).metadata();
  } catch (error) {
    const tooMany = error instanceof Error && error.message.includes('pixel limit');
    throw new UserError(
      'unprocessable',
      tooMany
        ? '图片像素太多（超过 4000 万），请缩小后上传'
        : '图片打不开：文件可能已损坏，请重新拍摄或导出',
    );
  }
}

/** A small picture for lists: longest side `size` px. */
export async function thumbnail(
  jpeg: Buffer,
  format: 'webp' | 'avif',
  size = 480,
): Promise<Buffer> {
  return decoding(() => {
    const small = open(jpeg).resize({
      width: size,
      height: size,
      fit: 'inside',
      withoutEnlargement: true,
    });
    return format === 'avif'
      ? small.avif({ quality: 50, effort: 2 }).toBuffer()
      : small.webp({ quality: 75 }).toBuffer();
  });
}

/** Pixels are given up before the compression becomes unreadable: below 48 letters smear. */
const WIRE_SIDES = [2000, 1600, 1300, 1100, 900, 750, 600, 480];
const WIRE_QUALITIES = [88, 80, 72, 64, 56, 48];

/**
 * The sharpest JPEG whose base64 text is at most `limit` bytes (V3.0 §3-3-1 Fjnr: 100 KB, 核验单 150 KB;
 * counted on the text, which is the stricter reading).
 */
export async function pictureWithin(jpeg: Buffer, limit: number): Promise<Buffer> {
  return decoding(async () => {
    for (const side of WIRE_SIDES) {
      const resized = await open(jpeg)
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
        .toColourspace('srgb')
        .raw()
        .toBuffer({ resolveWithObject: true });
      const made = await sharpestWithin(resized, limit);
      if (made) return made;
    }
    throw new UserError('unprocessable', '图片无法压缩到管局要求的大小，请重新拍摄');
  });
}

/** At this size, the best quality that fits; undefined when not even the lowest does. Halves what is left to try. */
async function sharpestWithin(
  { data, info }: { data: Buffer; info: OutputInfo },
  limit: number,
): Promise<Buffer | undefined> {
  const { width, height, channels } = info;
  const madeWith = (quality = 48) =>
    sharp(data, { raw: { width, height, channels } }).jpeg({ quality, mozjpeg: true }).toBuffer();
  let best = await madeWith(WIRE_QUALITIES.at(-1));
  if (base64Length(best) > limit) return undefined;
  let [first, last] = [0, WIRE_QUALITIES.length - 1];
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    const made = await madeWith(WIRE_QUALITIES[middle]);
    if (base64Length(made) > limit) first = middle + 1;
    else [best, last] = [made, middle];
  }
  return best;
}

export function base64Length(bytes: Buffer): number {
  return Math.ceil(bytes.length / 3) * 4;
}

/** A cut-out of the upright picture, for the review beside the field; box in pixels. */
export async function cutOut(
  jpeg: Buffer,
  box: { left: number; top: number; width: number; height: number },
  turned: number,
): Promise<Buffer> {
  return decoding(async () => {
    const upright = await open(jpeg).rotate(turned).toBuffer({ resolveWithObject: true });
    const margin = Math.round(box.height * 0.35);
    const left = Math.max(0, Math.floor(box.left - margin));
    const top = Math.max(0, Math.floor(box.top - margin));
    const width = Math.min(upright.info.width - left, Math.ceil(box.width + 2 * margin));
    const height = Math.min(upright.info.height - top, Math.ceil(box.height + 2 * margin));
    if (width < 2 || height < 2) throw new UserError('not_found', '没有这个截图');
    return sharp(upright.data)
      .extract({ left, top, width, height })
      .resize({ width: 720, height: 160, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer();
  });
}
