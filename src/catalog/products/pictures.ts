import type { Request } from 'express';
import { userOf } from '../../accounts/index.ts';
import {
  allowToSee,
  documentsOf,
  keepPicture,
  pictureLinks,
  recordPicture,
  uploadedPictures,
} from '../../documents/index.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';

export const PURPOSE = 'product_picture';
export const MOST_PICTURES = 6;

// Before it is saved with its product a picture is seen by whoever looks after the shop.
allowToSee(async (user, { purpose }) => purpose === PURPOSE && user.may('shop.read'));

/** Cleans and stores one picture of a product; it is shown to nobody else before a product names it. */
export async function storePicture(owner_id: number, bytes: Buffer) {
  const kept = await keepPicture({ owner_id, purpose: PURPOSE, bytes });
  return inTransaction((trx, after) => recordPicture(trx, kept, after));
}

/**
 * The pictures that a form names, and those that came with it when no script had sent them before; one whose button
 * was pressed is left out. What is no picture of a product is passed over.
 */
export async function picturesIn(req: Request): Promise<string[]> {
  const named: string[] = [req.body?.pictures ?? []].flat().filter((no) => typeof no === 'string');
  const rows = await documentsOf(db, named.slice(0, 2 * MOST_PICTURES));
  const known = new Set(rows.flatMap(({ no, purpose }) => (purpose === PURPOSE ? no : [])));
  const left = named.filter((no) => known.has(no) && req.body?.remove !== `pictures:${no}`);
  const sent: string[] = [];
  for (const { bytes } of uploadedPictures(req).slice(0, MOST_PICTURES))
    sent.push((await storePicture(userOf(req).id, bytes)).no);
  const all = [...new Set([...left, ...sent])];
  if (all.length > MOST_PICTURES)
    throw new UserError('unprocessable', `最多 ${MOST_PICTURES} 张图片`, {
      pictures: `最多 ${MOST_PICTURES} 张，请移除多余的`,
    });
  return all;
}

/** As `partials/file` takes them. */
export function picturesShown(nos: readonly string[]) {
  return Promise.all(nos.map(async (no) => ({ no, ...(await pictureLinks(no)) })));
}

export async function picturesOf(db: Db, product_id: number): Promise<string[]> {
  const rows = await db('product_pictures').where({ product_id }).orderBy('position');
  return rows.map(({ no }) => no);
}

/** These pictures, in this order, and no other. */
export async function keepOrder(
  trx: Db,
  product_id: number,
  pictures: readonly string[],
): Promise<void> {
  await trx('product_pictures').where({ product_id }).delete();
  const rows = pictures.map((no, position) => ({ product_id, no, position }));
  if (rows.length > 0) await trx('product_pictures').insert(rows);
}
