import { type Request, type RequestHandler, Router } from 'express';
import multer from 'multer';
import { UserError } from '../platform/errors.ts';
import { MAX_UPLOAD_BYTES } from './image.ts';
import { uploadRoom } from './picture-room.ts';

/** A page sent without scripts carries all its pictures at once; they are held in memory while they are checked. */
const MAX_FORM_BYTES = 3 * MAX_UPLOAD_BYTES;

/** A page of pictures for each of four people. */
const room = uploadRoom({ most: 4 * MAX_FORM_BYTES, mostOfOne: MAX_FORM_BYTES });

/** `files` counts the places left empty too: a page has two for each kind of paper, camera and folder. */
const parser = (files: number) =>
  multer({
    storage: room.storage,
    limits: {
      fileSize: MAX_UPLOAD_BYTES,
      files,
      fields: 600,
      fieldSize: 64 * 1024,
      parts: 700,
      headerPairs: 50,
    },
  });

/** Refuses by its announced length what is too large, before any of it is read. */
const refuseTooLarge: RequestHandler = (req, _res, next) => {
  const length = Number(req.get('content-length') ?? Number.NaN);
  if (!(length <= MAX_FORM_BYTES))
    throw new UserError('too_large', '图片太大，请每张控制在 20 MB 以内，分几次上传');
  next();
};

/** Reads a multipart form with at most one picture, in the field `file`, into memory. */
export const onePicture = reads(parser(1).single('file'));

/** Reads a multipart form with several pictures, for a page that is sent without scripts. */
export const manyPictures = reads(parser(100).any());

/** What the parser trips over is the sender's: a connection lost half way, a body that is no form. */
function reads(parse: RequestHandler): RequestHandler {
  return Router().use(refuseTooLarge, room.enter, (req, res, next) =>
    parse(req, res, (error?: unknown) => {
      if (error === undefined) return next(isFlat(req.body) ? undefined : odd());
      if (error instanceof multer.MulterError || error instanceof UserError) return next(error);
      next(new UserError('invalid', '没有收到完整的图片，请检查网络后重新上传'));
    }),
  );
}

/** The parser makes objects of names with brackets; no form of ours has any, and an object is no text. */
function isFlat(body: unknown): boolean {
  return Object.values(body ?? {})
    .flat()
    .every((value) => typeof value === 'string');
}

function odd(): UserError {
  return new UserError('invalid', '提交的内容不正确，请刷新页面后重试');
}

/** What `manyPictures` read: field name and bytes; places left empty have no name, so the parser passes them over. */
export function uploadedPictures(req: Request): { name: string; bytes: Buffer }[] {
  const files = Array.isArray(req.files) ? req.files : [];
  return files.map(({ fieldname, buffer }) => ({ name: fieldname, bytes: buffer }));
}

/** The picture that came with the form; throws a UserError when none was chosen. */
export function uploadedPicture(req: Request): Buffer {
  if (!req.file) throw new UserError('unprocessable', '请先选择一张图片');
  return req.file.buffer;
}
