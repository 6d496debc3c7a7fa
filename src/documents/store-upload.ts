import { createHash } from 'node:crypto';
import { now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { publicNo } from '../platform/ids.ts';
import { sealBytes } from '../platform/seal.ts';
import { cleanPicture, thumbnail } from './image.ts';
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

/**
 * Checks, cleans, seals and stores a picture; one that is read by OCR is owed a reading from then on.
 * Throws a UserError in plain words when it is no usable picture: then nothing is stored.
 */
export async function storeUpload(
  trx: Db,
  upload: Upload,
  after: (step: () => Promise<unknown>) => void,
): Promise<StoredDocument> {
  const clean = await cleanPicture(upload.bytes);
  const quality = await checkQuality(clean.jpeg);
  const no = publicNo('WJ');
  const store = await storage();
  await store.put(`${no}/original`, sealBytes(clean.jpeg, placeOf(no, 'original')));
  await store.put(
    `${no}/thumb`,
    sealBytes(await thumbnail(clean.jpeg, 'webp'), placeOf(no, 'thumb')),
  );
  const ocr_status = purposeIsRead(upload.purpose) ? 'waiting' : 'none';
  const [id] = await trx('documents').insert({
    no,
    owner_id: upload.owner_id,
    purpose: upload.purpose,
    source_sha256: createHash('sha256').update(upload.bytes).digest('hex'),
    width: clean.width,
    height: clean.height,
    bytes: clean.jpeg.length,
    quality_json: JSON.stringify(quality),
    ocr_status,
    ocr_due_at: ocr_status === 'waiting' ? now() : null,
    created_at: now(),
  });
  if (ocr_status === 'waiting') after(() => readDocument.enqueue({ documentId: Number(id) }));
  const { owner_id, purpose } = upload;
  return {
    no,
    owner_id,
    purpose,
    width: clean.width,
    height: clean.height,
    bytes: clean.jpeg.length,
    quality,
    ocr_status,
  };
}
