import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Request } from 'express';
import { UserError } from './errors.ts';

/**
 * The whole body, unpacked, of at most `most` bytes. `take` is told of every piece before it is kept, and may give
 * what stands against it. After a refusal the rest is read and dropped, so that the sender hears the answer.
 */
export async function readBody(
  req: Request,
  most: number,
  take: (bytes: number) => UserError | undefined,
): Promise<Buffer> {
  try {
    if (Number(req.get('content-length') ?? 0) > most) throw tooLarge();
    const chunks: Buffer[] = [];
    let size = 0;
    // A sender who is refused must still get his answer: his connection is not cut.
    for await (const chunk of unpacked(req).iterator({ destroyOnReturn: false })) {
      size += chunk.length;
      const refused = size > most ? tooLarge() : take(chunk.length);
      if (refused) throw refused;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks.splice(0));
  } catch (error) {
    req.unpipe().resume();
    if (error instanceof UserError) throw error;
    throw new UserError('invalid', '没有收到完整的内容，请重新提交');
  }
}

const UNPACKERS = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

function unpacked(req: Request): Readable {
  const packing = (req.get('content-encoding') ?? 'identity').toLowerCase();
  if (packing === 'identity') return req;
  const known = (['gzip', 'deflate', 'br'] as const).find((name) => name === packing);
  if (!known) throw new UserError('unsupported_media', '不支持这种内容压缩方式');
  const unpacker = UNPACKERS[known]();
  // A connection lost half way would leave whoever reads waiting.
  req.once('error', (error) => unpacker.destroy(error));
  return req.pipe(unpacker);
}

const tooLarge = () => new UserError('too_large', '提交的内容太大');
