import type { Request } from 'express';
import multer from 'multer';
import { UserError } from '../platform/errors.ts';
import { MAX_UPLOAD_BYTES } from './image.ts';

const parser = multer({
  storage: multer.memoryStorage(),
  limits: {
    fileSize: MAX_UPLOAD_BYTES,
    files: 1,
    fields: 300,
    fieldSize: 64 * 1024,
    parts: 310,
    headerPairs: 50,
  },
});

/** Reads a multipart form with at most one picture, in the field `file`, into memory. */
export const onePicture = parser.single('file');

/** Reads a multipart form with several pictures, for a page that is sent without scripts. */
export const manyPictures = multer({
  storage: multer.memoryStorage(),
  limits: {
    fileSize: MAX_UPLOAD_BYTES,
    files: 8,
    fields: 600,
    fieldSize: 64 * 1024,
    parts: 620,
    headerPairs: 50,
  },
}).any();

/** What `manyPictures` read: field name and bytes; places left empty are left out. */
export function uploadedPictures(req: Request): { name: string; bytes: Buffer }[] {
  const files = Array.isArray(req.files) ? req.files : [];
  return files
    .filter(({ size }) => size > 0)
    .map(({ fieldname, buffer }) => ({ name: fieldname, bytes: buffer }));
}

/** The picture that came with the form; throws a UserError when none was chosen. */
export function uploadedPicture(req: Request): Buffer {
  if (!req.file) throw new UserError('unprocessable', '请先选择一张图片');
  return req.file.buffer;
}
