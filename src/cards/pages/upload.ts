import type { RequestHandler } from 'express';
import multer, { type StorageEngine } from 'multer';
import { UserError } from '../../platform/errors.ts';
import { createImport } from '../importing/create-import.ts';
import { MOST_BYTES } from '../importing/keep-source.ts';
import type { Doer } from '../loop/set-loop.ts';
import { stockedVariant } from './find.ts';

const MB = 1024 * 1024;
/** Pasted text lies in memory whole; what is longer comes as a file. */
const MOST_PASTED = 5 * MB;

/** What the form says beside its cards; it must stand before the file. */
export async function readIncoming(body: Record<string, unknown>) {
  const variant = await stockedVariant(String(body['variant'] ?? ''));
  const words = '请选择要入库的商品规格';
  if (!variant) throw new UserError('unprocessable', words, { variant: words });
  return {
    variant_id: variant.id,
    note: String(body['note'] ?? '')
      .trim()
      .slice(0, 200),
  };
}

/** A file goes from the network into the storage piece by piece: none of it is kept in memory. */
const storage: StorageEngine = {
  _handleFile(req, file, done) {
    const name = file.originalname;
    take(req.user, req.body, name, file.stream)
      .then((batch_no) => done(null, { filename: batch_no }))
      .catch((error: unknown) => {
        // The rest is read and dropped, so that the sender hears the answer.
        file.stream.resume();
        done(error);
      });
  },
  _removeFile(_req, _file, done) {
    done(null);
  },
};

async function take(
  by: Doer | undefined,
  body: Record<string, unknown>,
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<string> {
  if (!by) throw new UserError('signin_required', '请先登录');
  const incoming = await readIncoming(body);
  return (await createImport(by, { ...incoming, source: 'file', name, chunks })).batch_no;
}

const parser = multer({
  storage,
  limits: {
    ...{ fileSize: MOST_BYTES, files: 1, fields: 5, parts: 6, headerPairs: 50 },
    fieldSize: MOST_PASTED,
  },
  // Browsers send the name as UTF-8, whatever the standard of the form says.
  defParamCharset: 'utf8',
}).single('file');

/** Reads the form of an import: a file in the field `file` is taken in at once, its batch is `req.file.filename`. */
export const cardsForm: RequestHandler = (req, res, next) =>
  parser(req, res, (error?: unknown) => {
    if (error === undefined || error instanceof UserError) return next(error);
    // What the database or the disk has against it carries a code; a body that is no form does not.
    const isSenders = error instanceof multer.MulterError || !hasCode(error);
    if (!isSenders) return next(error);
    const words =
      hasCode(error) && error.code === 'LIMIT_FIELD_VALUE'
        ? '粘贴的内容超过 5 MB，请存成文件再上传'
        : '没有收到完整的文件，请检查网络和大小后重新上传';
    next(new UserError('invalid', words, { file: words }));
  });

function hasCode(error: unknown): error is { code: unknown } {
  return typeof error === 'object' && error !== null && 'code' in error;
}
