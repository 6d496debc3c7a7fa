import type { Request, RequestHandler } from 'express';
import { UserError } from './errors.ts';

/** Bytes that may lie in memory at once: of all people, and of one. */
export interface RoomSize {
  most: number;
  mostOfOne: number;
}

/** What is said to one who has filled his part, and to one who finds all of it full. */
export interface RoomWords {
  own: string;
  full: string;
}

export interface Room {
  /** Comes before the parser; what the request holds is let go with its answer at the latest. */
  enter: RequestHandler;
  /** Counts so many more bytes of this request's, or gives what stands against them. */
  take: (req: Request, bytes: number) => UserError | undefined;
  /** What the request held is in nobody's hands any more. */
  leave: (req: Request) => void;
}

/**
 * Memory for what is read whole before it is worked on. What has arrived counts, not what was announced: who
 * announces much and sends nothing keeps nobody out.
 */
export function room(size: RoomSize, words: RoomWords): Room {
  const held = new Map<Request, { whose: string; bytes: number }>();

  const bytesOf = (isMeant: (whose: string) => boolean) =>
    [...held.values()].reduce((sum, { whose, bytes }) => sum + (isMeant(whose) ? bytes : 0), 0);

  return {
    enter: (req, res, next) => {
      held.set(req, { whose: whoseIs(req), bytes: 0 });
      res.once('close', () => held.delete(req));
      next();
    },
    take: (req, bytes) => {
      const own = held.get(req);
      // Its answer is closed: whatever still comes is kept by nobody.
      if (!own) return new UserError('invalid', '连接已断开，请重新提交');
      if (bytesOf((whose) => whose === own.whose) + bytes > size.mostOfOne)
        return new UserError('too_many', words.own);
      if (bytesOf(() => true) + bytes > size.most) return new UserError('unavailable', words.full);
      own.bytes += bytes;
      return undefined;
    },
    leave: (req) => void held.delete(req),
  };
}

/** A person, or the link by which a phone adds pictures. */
function whoseIs(req: Request): string {
  return req.user ? `user ${req.user.id}` : `link ${req.baseUrl}${req.path}`;
}
