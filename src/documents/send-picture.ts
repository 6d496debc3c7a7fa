import type { Response } from 'express';

/** Served as a picture and nothing else, even if somebody opens it alone. */
export function sendPicture(res: Response, type: 'image/jpeg' | 'image/webp', bytes: Buffer): void {
  res.set('Content-Type', type);
  res.set('Content-Disposition', 'inline; filename="picture"');
  res.set('Content-Security-Policy', "default-src 'none'; sandbox");
  res.send(bytes);
}
