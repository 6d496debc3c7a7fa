import type { Db } from '../../platform/db.ts';
import { readBody, storeBody } from '../bodies.ts';
import type { AnyContent } from './profile-fields.ts';

/** A white JPEG of one pixel: stands for every picture, so that content is kept without them. */
export const ONE_PIXEL =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==';

const place = (record_no: string) => `${record_no}/content`;

/** Keeps what a record was made from, sealed: by it a changed profile can be tried out. */
export async function keepContent(trx: Db, record_no: string, content: AnyContent): Promise<void> {
  await storeBody(trx, place(record_no), Buffer.from(JSON.stringify(withoutPictures(content))));
}

/** The content of a record; undefined for one from before it was kept. */
export async function keptContent(db: Db, record_no: string): Promise<AnyContent | undefined> {
  const known = await db('bureau_bodies')
    .where({ body_no: place(record_no) })
    .first('part');
  // As keepContent wrote it, under a seal.
  return known && (JSON.parse((await readBody(db, place(record_no))).toString()) as AnyContent);
}

function withoutPictures(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutPictures(item, key));
  if (typeof value === 'string') return key === 'jpeg' || key === 'pictures' ? ONE_PIXEL : value;
  if (typeof value !== 'object' || value === null) return value;
  const inside = Object.entries(value).map(([name, one]) => [name, withoutPictures(one, name)]);
  return Object.fromEntries(inside);
}
