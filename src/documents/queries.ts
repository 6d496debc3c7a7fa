import type { Db } from '../platform/db.ts';
import { unseal, unsealBytes } from '../platform/seal.ts';
import type { Reading } from './ocr/index.ts';
import { placeOf } from './places.ts';
import { storage } from './storage.ts';
import type { DocumentRow } from './tables.ts';

export async function documentOf(db: Db, no: string): Promise<DocumentRow | undefined> {
  return db('documents').where({ no }).first();
}

/** The document if it is this person's own. */
export async function documentOwnedBy(
  db: Db,
  ownerId: number,
  no: string,
): Promise<DocumentRow | undefined> {
  return db('documents').where({ no, owner_id: ownerId }).first();
}

export async function documentsOf(db: Db, nos: string[]): Promise<DocumentRow[]> {
  return nos.length === 0 ? [] : db('documents').whereIn('no', nos);
}

/** The cleaned picture, opened: JPEG bytes. */
export async function originalOf(no: string): Promise<Buffer> {
  return unsealBytes(await (await storage()).get(`${no}/original`), placeOf(no, 'original'));
}

/** The small picture for lists: WebP bytes. */
export async function thumbOf(no: string): Promise<Buffer> {
  return unsealBytes(await (await storage()).get(`${no}/thumb`), placeOf(no, 'thumb'));
}

/** What OCR read, when it is done. */
export function openReading(row: DocumentRow): Reading | undefined {
  if (!row.reading_sealed) return undefined;
  return JSON.parse(unseal(row.reading_sealed, `documents.reading_sealed:${row.no}`));
}
