import { createHash } from 'node:crypto';
import { ATTACHMENT_USES } from '../../src/bureau/kinds/content.ts';
import type { RecordContent, RecordKind } from '../../src/bureau/kinds/index.ts';
import { uploadDocument } from '../../src/bureau/profile/frame.ts';
import { shippedProfile } from '../../src/bureau/profile/read.ts';
import type { AttachmentCodes } from '../../src/bureau/records/attachment-codes.ts';
import { fitRecord } from '../../src/bureau/records/write-record.ts';
import { decodeGbk, encodeGbk } from '../../src/bureau/wire/gbk.ts';

/** Codes as a bureau without tables has them: every picture is a verification form of whomever. */
export const CODES: AttachmentCodes = {
  format: '1',
  codeOf: (use) => ({ code: ATTACHMENT_USES.includes(use) ? '1' : '', owner: undefined }),
};
export const UNIT = '10001';

/** A number for each part of a record, the same whoever asks. */
export function numberOf(path: string): number {
  return createHash('sha256').update(path).digest().readUIntBE(0, 6) + 1;
}

/** A record that fits what is shipped; a UserError names what does not. */
export function fitted<K extends RecordKind>(kind: K, content: RecordContent[K]) {
  const profile = shippedProfile();
  return fitRecord({ profile, kind, content, codes: CODES, unit_id: UNIT });
}

/** A record as it goes over the wire. */
export function written<K extends RecordKind>(kind: K, content: RecordContent[K]): string {
  return decodeGbk(fitted(kind, content).bytes(numberOf));
}

/** A whole file of such records. */
export function fileOf(kind: RecordKind, records: string[]): Buffer {
  return uploadDocument(shippedProfile(), kind, records.map(encodeGbk), { unit_id: UNIT });
}
