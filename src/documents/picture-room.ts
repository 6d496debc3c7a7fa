import type { RequestHandler } from 'express';
import type { StorageEngine } from 'multer';
import type { UserError } from '../platform/errors.ts';
import { type RoomSize, type RoomWords, room } from '../platform/room.ts';

const WORDS = {
  own: '您同时上传的图片太多，请等前面的传完再传',
  full: '正在上传的人太多，请一分钟后再试',
};

/** The memory in which uploads are held while they are checked. `enter` comes before the parser that uses `storage`. */
export function uploadRoom(
  size: RoomSize,
  words: RoomWords = WORDS,
): { enter: RequestHandler; storage: StorageEngine } {
  const { enter, take } = room(size, words);
  const storage: StorageEngine = {
    _handleFile(req, file, done) {
      const chunks: Buffer[] = [];
      let refused: UserError | undefined;
      file.stream.on('data', (chunk: Buffer) => {
        if (refused) return;
        refused = take(req, chunk.length);
        if (refused) return done(refused);
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
