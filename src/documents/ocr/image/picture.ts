import sharp from 'sharp';

/** RGB pixels, three bytes each, row by row. */
export interface Picture {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A bigger picture is refused before it is decoded: 40 Mpx are 120 MB of RGB. */
export const MAX_PIXELS = 40_000_000;
/** Long side kept for reading. More pixels cost time and memory and read no better. */
const MAX_SIDE = 3200;

/** Decodes any picture sharp knows, upright by EXIF. `scale` = decoded / stored pixels. Throws when it is none. */
export async function decode(bytes: Buffer): Promise<{ picture: Picture; scale: number }> {
  const source = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'truncated' });
  const { autoOrient } = await source.metadata();
  const long = Math.max(autoOrient.width, autoOrient.height);
  const scale = Math.min(1, MAX_SIDE / long);
  const oriented = source.autoOrient();
  const fitted =
    scale < 1 ? oriented.resize({ width: Math.round(autoOrient.width * scale) }) : oriented;
  const { data, info } = await fitted
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = { data: toRgb(data, info.channels), width: info.width, height: info.height };
  return { picture, scale: info.width / autoOrient.width };
}

/** The same picture, `factor` times as large, every source pixel weighed in. */
export async function resized(picture: Picture, factor: number): Promise<Picture> {
  if (factor === 1) return picture;
  const width = Math.max(1, Math.round(picture.width * factor));
  const height = Math.max(1, Math.round(picture.height * factor));
  const { width: w, height: h } = picture;
  const data = await sharp(picture.data, { raw: { width: w, height: h, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: factor < 1 ? 'linear' : 'cubic' })
    .raw()
    .toBuffer();
  return { data, width, height };
}

function toRgb(data: Buffer, channels: number): Uint8Array {
  if (channels === 3) return data;
  const pixels = data.length / channels;
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) {
    const at = i * channels;
    rgb[i * 3] = data[at]!;
    rgb[i * 3 + 1] = data[channels > 2 ? at + 1 : at]!;
    rgb[i * 3 + 2] = data[channels > 2 ? at + 2 : at]!;
  }
  return rgb;
}
