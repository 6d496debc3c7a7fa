import { Router } from 'express';
import { thumbOf, wirePicture } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';

/** Pictures of products, open to all: what product_pictures names, and nothing else of the documents. */
export const pictureRoutes = Router();

/** Bytes of a picture's base64 text: about 1600 pixels of a screenshot. */
const MOST_BYTES = 400_000;
const MOST_KEPT_BYTES = 24 * 1024 * 1024;

/** Opened pictures, those asked for last at the end; may be lost at any time. */
const kept = new Map<string, Promise<Buffer>>();
let keptBytes = 0;

pictureRoutes.get('/shop/pictures/:no/:variant', async (req, res) => {
  const { no, variant } = req.params;
  const wanted = variant === 'view' || variant === 'thumb' ? variant : undefined;
  must(wanted && (await db('product_pictures').where({ no }).first()), '图片');
  // A picture never changes under its number, and a product that takes it away takes away its number.
  res.set('Cache-Control', 'public, max-age=604800, immutable');
  res.set('Content-Type', wanted === 'view' ? 'image/jpeg' : 'image/webp');
  res.set('Content-Security-Policy', "default-src 'none'; sandbox");
  res.send(
    await opened(`${no}/${wanted}`, () =>
      wanted === 'view' ? wirePicture(no, MOST_BYTES) : thumbOf(no),
    ),
  );
});

/** One opens it, however many ask at once. */
function opened(key: string, open: () => Promise<Buffer>): Promise<Buffer> {
  const known = kept.get(key);
  kept.delete(key);
  const picture = known ?? open();
  kept.set(key, picture);
  if (!known)
    picture.then(
      (bytes) => makeRoom(bytes.length),
      () => kept.delete(key),
    );
  return picture;
}

function makeRoom(bytes: number): void {
  keptBytes += bytes;
  if (keptBytes <= MOST_KEPT_BYTES) return;
  // Seldom, and simple: begin anew instead of weighing each.
  kept.clear();
  keptBytes = 0;
}
