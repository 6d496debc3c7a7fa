import { z } from 'zod';
import { fromNow, HOUR, MINUTE, now } from '../platform/clock.ts';
import { type Db, db } from '../platform/db.ts';
import { defineJob } from '../platform/jobs.ts';
import { log } from '../platform/log.ts';
import { defineOwedWork } from '../platform/owed.ts';
import { seal } from '../platform/seal.ts';
import { engine, isEngineClosed } from './engine.ts';
import { expectedKind } from './purposes.ts';
import { originalOf } from './queries.ts';

const MAX_ATTEMPTS = 4;

/** Reads one picture by OCR. Runs again harmlessly: a document that is done is left alone. */
export const readDocument = defineJob({
  name: 'documents.read',
  data: z.object({ documentId: z.number().int() }),
  attempts: 1,
  run: async ({ documentId }) => {
    const document = await takeDue(db, documentId);
    if (!document) return;
    try {
      const bytes = await originalOf(document.no);
      const expect = expectedKind(document.purpose);
      const reading = await (await engine()).readPicture(bytes, {
        ...(expect ? { expect } : {}),
        onProgress: (fraction) => noteProgress(documentId, fraction),
      });
      const reading_sealed = seal(
        JSON.stringify(reading),
        `documents.reading_sealed:${document.no}`,
      );
      await db('documents')
        .where({ id: documentId, ocr_status: 'reading' })
        .update({ ocr_status: 'done', ocr_due_at: null, ocr_progress: 1, reading_sealed });
    } catch (error) {
      if (isEngineClosed()) return putBack(documentId, document.ocr_attempts - 1, now());
      log.warn('reading failed', { document: document.no, error });
      await failOrPutBack(documentId, document.ocr_attempts);
    }
  },
});

/**
 * Marks it as being read, for five minutes: a worker that dies gives it back by the passing of time. The try is
 * counted before it is made, so that a picture that brings its worker down is not tried for ever.
 */
async function takeDue(db: Db, id: number) {
  const taken = await db('documents')
    .where({ id })
    .whereIn('ocr_status', ['waiting', 'reading'])
    .where('ocr_due_at', '<=', now())
    .increment('ocr_attempts')
    .update({ ocr_status: 'reading', ocr_due_at: fromNow(5 * MINUTE) });
  if (taken !== 1) return undefined;
  const document = await db('documents').where({ id }).first();
  if (!document || document.ocr_attempts <= MAX_ATTEMPTS) return document;
  await failOrPutBack(id, document.ocr_attempts);
  return undefined;
}

async function failOrPutBack(id: number, attempts: number): Promise<void> {
  if (attempts < MAX_ATTEMPTS) return putBack(id, attempts, fromNow(attempts * 10_000));
  await db('documents')
    .where({ id, ocr_status: 'reading' })
    .update({ ocr_status: 'failed', ocr_due_at: null });
}

async function putBack(id: number, ocr_attempts: number, ocr_due_at: Date): Promise<void> {
  await db('documents')
    .where({ id, ocr_status: 'reading' })
    .update({ ocr_status: 'waiting', ocr_due_at, ocr_attempts, ocr_progress: 0 });
}

function noteProgress(id: number, fraction: number): void {
  db('documents')
    .where({ id, ocr_status: 'reading' })
    .update({ ocr_progress: fraction })
    .catch((error: unknown) => log.warn('progress not noted', { error }));
}

/**
 * Reads every picture that is owed it, whatever became of its job. Does so itself, without the queue: Redis may
 * be away.
 */
export async function sweepReadings(): Promise<void> {
  const due = await db('documents')
    .whereIn('ocr_status', ['waiting', 'reading'])
    .where('ocr_due_at', '<=', now())
    .orderBy('ocr_due_at')
    .limit(100)
    .select('id');
  for (const { id } of due) {
    if (isEngineClosed()) return;
    await readDocument.run({ documentId: id });
  }
}

defineOwedWork('readings', async (db) => {
  const row = await db('documents')
    .whereIn('ocr_status', ['waiting', 'reading'])
    .where('ocr_due_at', '>', fromNow(-24 * HOUR))
    .min('ocr_due_at as oldest')
    .first();
  const oldest: unknown = Object.values(row ?? {})[0];
  return oldest instanceof Date ? oldest : null;
});
