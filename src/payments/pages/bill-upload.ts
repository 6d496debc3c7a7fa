import type { RequestHandler } from 'express';
import multer from 'multer';
import { UserError } from '../../platform/errors.ts';

const MOST_BYTES = 10 * 1024 * 1024;

const parser = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: MOST_BYTES, files: 1, fields: 5, parts: 6, headerPairs: 50 },
  defParamCharset: 'utf8',
}).single('file');

/** Reads a form with one bill, in the field `file`. For operators only: it lies in memory while it is compared. */
export const oneBill: RequestHandler = (req, res, next) =>
  parser(req, res, (error?: unknown) => {
    if (error === undefined) return next();
    const isLarge = error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE';
    const words = isLarge ? '账单超过 10 MB，请按天下载后再上传' : '没有收到完整的文件，请重新上传';
    next(new UserError(isLarge ? 'too_large' : 'invalid', words));
  });
