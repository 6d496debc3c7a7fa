import { pictureWithin } from './image.ts';
import { originalOf } from './queries.ts';

/** The document as a JPEG whose base64 text is at most `maxBase64Bytes`, as sharp as that allows. */
export async function wirePicture(no: string, maxBase64Bytes: number): Promise<Buffer> {
  return pictureWithin(await originalOf(no), maxBase64Bytes);
}
