import type { Db } from '../platform/db.ts';
import { sealBytes, unsealBytes } from '../platform/seal.ts';

const PART_BYTES = 1024 * 1024;

/** Seals and stores content of any size under a number of ours, in parts of 1 MB. */
export async function storeBody(trx: Db, body_no: string, bytes: Buffer): Promise<void> {
  const parts = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
  for (let part = 0; part < parts; part++) {
    const piece = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    const bytes_sealed = sealBytes(piece, place(body_no, part));
    await trx('bureau_bodies').insert({ body_no, part, bytes_sealed });
  }
}

/** The content as it was stored. Throws when a part is missing, was altered, or `length` bytes are not there. */
export async function readBody(db: Db, body_no: string, length?: number): Promise<Buffer> {
  const rows = await db('bureau_bodies').where({ body_no }).orderBy('part');
  const bytes = Buffer.concat(
    rows.map((row, index) => unsealBytes(row.bytes_sealed, place(body_no, index))),
  );
  if (rows.length === 0 || (length !== undefined && bytes.length !== length)) {
    throw new Error(`body ${body_no} is incomplete: ${bytes.length} bytes`);
  }
  return bytes;
}

function place(body_no: string, part: number): string {
  return `bureau_bodies.bytes:${body_no}/${part}`;
}
