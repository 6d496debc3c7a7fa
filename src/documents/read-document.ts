import { z } from 'zod';
import { fromNow, HOUR, MINUTE, now } from '../platform/clock.ts';
import { type Db, db } from '../platform/db.ts';
import { defineJob } from '../platform/jobs.ts';
import { log } from '../platform/log.ts';
import { defineOwedWork } from '../platform/owed.ts';
import { seal } from '../platform/seal.ts';
import { engine } from './engine.ts';
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
      await putBack(documentId, document.ocr_attempts + 1);
      log.warn('reading failed', { document: document.no, error });
    }
  },
});

/** Marks it as being read, for five minutes: a worker that dies gives it back by the passing of time. */
async function takeDue(db: Db, id: number) {
  const taken = await db('documents')
    .where({ id })
    .whereIn('ocr_status', ['waiting', 'reading'])
    .where('ocr_due_at', '<=', now())
    .update({ ocr_status: 'reading', ocr_due_at: fromNow(5 * MINUTE) });
  return taken === 1 ? db('documents').where({ id }).first() : undefined;
}

async function putBack(id: number, attempts: number): Promise<void> {
  const failed = attempts >= MAX_ATTEMPTS;
  await db('documents')
    .where({ id })
    .update({
      ocr_status: failed ? 'failed' : 'waiting',
      ocr_due_at: failed ? null : fromNow(attempts * 10_000),
      ocr_attempts: attempts,
    });
}

function noteProgress(id: number, fraction: number): void {
  db('documents')
    .where({ id, ocr_status: 'reading' })
    .update({ ocr_progress: fraction })
    .catch((error: unknown) => log.warn('progress not noted', { error }));
}

/** Every picture that is owed a reading, whatever became of its job. */
export async function sweepReadings(): Promise<void> {
  const due = await db('documents')
    .whereIn('ocr_status', ['waiting', 'reading'])
    .where('ocr_due_at', '<=', now())
    .limit(100)
    .select('id');
  for (const { id } of due) await readDocument.enqueue({ documentId: id });
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
