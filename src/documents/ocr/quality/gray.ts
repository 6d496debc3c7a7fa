import sharp from 'sharp';

/** Brightness of each pixel, 0…255, row by row. */
export interface Gray {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A picture in gray, its long side at most `side` pixels, upright by EXIF. Throws when it is no picture. */
export async function grayAt(bytes: Buffer, side: number): Promise<Gray> {
  const { data, info } = await sharp(bytes, { failOn: 'truncated' })
    .autoOrient()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 1) return { data, width, height };
  return {
    data: Uint8Array.from({ length: width * height }, (_, i) => data[i * channels]!),
    width,
    height,
  };
}
