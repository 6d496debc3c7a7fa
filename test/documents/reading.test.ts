import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { inTransaction } = await import('../../src/platform/db.ts');
const { closeEngine, keepPicture, openReading, recordPicture } = await import(
  '../../src/documents/index.ts'
);
const { readDocument, sweepReadings } = await import('../../src/documents/read-document.ts');
const { storage } = await import('../../src/documents/storage.ts');
const { shiftClock, MINUTE } = await import('../../src/platform/clock.ts');
const front = readFileSync(new URL('../../seeds/demo/id-front.jpg', import.meta.url));

/** A picture whose job is lost: as if Redis had been emptied, or away. */
async function owed(purpose = 'entity_leader_id_front'): Promise<string> {
  const upload = { owner_id: 1, purpose, bytes: front };
  const kept = await keepPicture(upload);
  return (await inTransaction((trx) => recordPicture(trx, kept, () => {}))).no;
}
async function rowOf(no: string) {
  const row = await app.db('documents').where({ no }).first();
  assert.ok(row);
  return row;
}

test('a picture is read though its job was lost, and what was read lies sealed', async () => {
  const no = await owed();
  await sweepReadings();
  const row = await rowOf(no);
  assert.equal(row.ocr_status, 'done');
  assert.equal(row.ocr_due_at, null);
  const number = openReading(row)?.fields['id_number']?.value ?? '';
  assert.match(number, /^\d{17}[\dX]$/);
  assert.ok(!JSON.stringify(row).includes(number));
  await readDocument.run({ documentId: row.id });
  assert.equal((await rowOf(no)).ocr_attempts, 1, 'what is done is left alone');
});

test('a picture that is not read on papers nobody reads is owed nothing', async () => {
  const row = await rowOf(await owed('other'));
  assert.deepEqual([row.ocr_status, row.ocr_due_at], ['none', null]);
});

test('a picture that cannot be opened is tried four times, later each time, then given up', async () => {
  const no = await owed();
  await (await storage()).remove(`${no}/original`);
  const seen: string[] = [];
  try {
    for (let i = 0; i < 5; i++) {
      await sweepReadings();
      const { ocr_status, ocr_attempts } = await rowOf(no);
      seen.push(`${ocr_status} ${ocr_attempts}`);
      shiftClock((i + 1) * MINUTE);
    }
  } finally {
    shiftClock(0);
  }
  assert.deepEqual(seen, ['waiting 1', 'waiting 2', 'waiting 3', 'failed 4', 'failed 4']);
});

test('a worker that dies over a picture does not try it for ever', async () => {
  const no = await owed();
  const due = { ocr_status: 'reading', ocr_due_at: new Date(0) } as const;
  await app
    .db('documents')
    .where({ no })
    .update({ ...due, ocr_attempts: 4 });
  await sweepReadings();
  assert.equal((await rowOf(no)).ocr_status, 'failed');
});

test('a process that stops hands the picture back as if it had never begun', async () => {
  const no = await owed();
  const { id } = await rowOf(no);
  const reading = readDocument.run({ documentId: id });
  for (let i = 0; i < 100 && (await rowOf(no)).ocr_status !== 'reading'; i++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await closeEngine();
  await reading;
  const row = await rowOf(no);
  assert.deepEqual([row.ocr_status, row.ocr_attempts], ['waiting', 0]);
  await sweepReadings();
  assert.equal((await rowOf(no)).ocr_status, 'waiting', 'nothing begins while it stops');
});
