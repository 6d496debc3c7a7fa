import { type RequestHandler, Router } from 'express';
import multer from 'multer';
import { uploadRoom } from '../../documents/index.ts';
import { UserError } from '../../platform/errors.ts';

const MB = 1024 * 1024;
const MOST_BYTES = 20 * MB;

/** Two people's tables at once: they are few who move in. */
const room = uploadRoom(
  { most: 2 * (MOST_BYTES + MB), mostOfOne: MOST_BYTES + MB },
  {
    own: '您上一次的上传还没有结束，请稍等再传',
    full: '正在导入的人太多，请一分钟后再试',
  },
);

const parser = multer({
  storage: room.storage,
  limits: { fileSize: MOST_BYTES, files: 1, fields: 5, parts: 6, headerPairs: 50 },
  // Browsers send the name as UTF-8, whatever the standard of the form says.
  defParamCharset: 'utf8',
}).single('file');

/** Reads a form with one table, in the field `file`, into memory. */
export const oneTable: RequestHandler = Router().use(room.enter, (req, res, next) =>
  parser(req, res, (error?: unknown) => {
    if (error === undefined || error instanceof UserError) return next(error);
    const isLarge = error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE';
    if (isLarge) return next(new UserError('too_large', '文件超过 20 MB，请分成几个文件导入'));
    next(new UserError('invalid', '没有收到完整的文件，请检查网络后重新上传'));
  }),
);
