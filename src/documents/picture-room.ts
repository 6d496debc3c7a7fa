import type { Request, RequestHandler } from 'express';
import type { StorageEngine } from 'multer';
import { UserError } from '../platform/errors.ts';

/** Bytes of pictures that may lie in memory at once: of all people, and of one. */
export interface RoomSize {
  most: number;
  mostOfOne: number;
}

interface Holding {
  whose: string;
  bytes: number;
}

/**
 * The memory in which pictures are held while they are checked. What has arrived counts, not what was announced: who
 * announces much and sends nothing keeps nobody out. `enter` comes before the parser that uses `storage`.
 */
export function pictureRoom(size: RoomSize): { enter: RequestHandler; storage: StorageEngine } {
  const held = new Map<Request, Holding>();
  const bytesOf = (holdings: Holding[]) => holdings.reduce((sum, { bytes }) => sum + bytes, 0);

  /** What stands against so many more bytes of this request's. */
  const against = (own: Holding, more: number): UserError | undefined => {
    const all = [...held.values()];
    if (bytesOf(all.filter(({ whose }) => whose === own.whose)) + more > size.mostOfOne)
      return new UserError('too_many', '您同时上传的图片太多，请等前面的传完再传');
    if (bytesOf(all) + more > size.most)
      return new UserError('unavailable', '正在上传的人太多，请一分钟后再试');
    return undefined;
  };

  const enter: RequestHandler = (req, res, next) => {
    const own = { whose: whoseIs(req), bytes: 0 };
    held.set(req, own);
    res.once('close', () => held.delete(req));
    next();
  };

  const storage: StorageEngine = {
    _handleFile(req, file, done) {
      const own = held.get(req);
      const chunks: Buffer[] = [];
      let refused: UserError | undefined;
      file.stream.on('data', (chunk: Buffer) => {
        if (refused || !own) return;
        refused = against(own, chunk.length);
        if (refused) return done(refused);
        own.bytes += chunk.length;
        chunks.push(chunk);
      });
      file.stream.on('end', () => {
        const buffer = Buffer.concat(chunks.splice(0));
        if (!refused) done(null, { buffer, size: buffer.length });
      });
    },
    _removeFile(_req, _file, done) {
      done(null);
    },
  };
  return { enter, storage };
}

/** A person, or the link by which a phone adds pictures. */
function whoseIs(req: Request): string {
  return req.user ? `user ${req.user.id}` : `link ${req.baseUrl}${req.path}`;
}
