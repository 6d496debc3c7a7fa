import { createHash } from 'node:crypto';
import { now } from '../platform/clock.ts';
import { type After, type Db, db } from '../platform/db.ts';
import { publicNo } from '../platform/ids.ts';
import { sealBytes } from '../platform/seal.ts';
import { type CleanPicture, cleanPicture, thumbnail } from './image.ts';
import { checkQuality, type Quality } from './ocr/index.ts';
import { placeOf } from './places.ts';
import { purposeIsRead } from './purposes.ts';
import { readDocument } from './read-document.ts';
import { storage } from './storage.ts';

export interface StoredDocument {
  no: string;
  owner_id: number;
  purpose: string;
  width: number;
  height: number;
  bytes: number;
  quality: Quality;
  ocr_status: 'none' | 'waiting';
}

export interface Upload {
  owner_id: number;
  /** The material slot: 'entity_id_front'. */
  purpose: string;
  bytes: Buffer;
}

/** A picture that lies in the storage, and that no row names yet. */
export interface KeptPicture {
  document: StoredDocument;
  source_sha256: string;
}

/**
 * Checks, cleans, seals and stores a picture. It takes seconds, so it happens before the transaction that names
 * it by `recordPicture`; what is never named is removed after a day.
 * Throws a UserError in plain words when it is no usable picture, or cannot be stored: then nothing is kept.
 */
export async function keepPicture(upload: Upload): Promise<KeptPicture> {
  const made = await cleanPicture(upload.bytes);
  const quality = await checkQuality(made.jpeg);
  const no = publicNo('WJ');
  await db('document_intents').insert({ no, at: now() });
  await put(no, made);
  return kept(upload, no, made, quality);
}

/** Names a kept picture; one that is read by OCR is owed a reading from then on. */
export async function recordPicture(
  trx: Db,
  { document, source_sha256 }: KeptPicture,
  after: After,
): Promise<StoredDocument> {
  const { quality, ...row } = document;
  const isRead = document.ocr_status === 'waiting';
  const [id] = await trx('documents').insert({
    ...row,
    source_sha256,
    quality_json: JSON.stringify(quality),
    ocr_due_at: isRead ? now() : null,
    created_at: now(),
  });
  await trx('document_intents').where({ no: document.no }).delete();
  if (isRead) after(() => readDocument.enqueue({ documentId: Number(id) }));
  return document;
}

async function put(no: string, { jpeg }: CleanPicture): Promise<void> {
  const store = await storage();
  const small = await thumbnail(jpeg, 'webp');
  await store.put(`${no}/original`, sealBytes(jpeg, placeOf(no, 'original')));
  await store.put(`${no}/thumb`, sealBytes(small, placeOf(no, 'thumb')));
}

function kept(upload: Upload, no: string, made: CleanPicture, quality: Quality): KeptPicture {
  const { owner_id, purpose } = upload;
  const { width, height } = made;
  const ocr_status = purposeIsRead(purpose) ? 'waiting' : 'none';
  const bytes = made.jpeg.length;
  return {
    document: { no, owner_id, purpose, width, height, bytes, quality, ocr_status },
    source_sha256: createHash('sha256').update(upload.bytes).digest('hex'),
  };
}
