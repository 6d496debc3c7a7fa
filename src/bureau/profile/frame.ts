import { encodeIn } from '../wire/charset.ts';
import { buildNodes, type Problem } from './build.ts';
import type { ProfileDocument } from './document.ts';

/** What the elements behind all records are made from. */
export interface FrameFields {
  /** The provider's number at the bureau. */
  unit_id: string;
}

/**
 * The whole file around records of one kind that were written before, as the profile has it: `records` are bytes in
 * its charset. Kinds with the same `inside` may share a file.
 */
export function uploadDocument(
  profile: ProfileDocument,
  kind: string,
  records: readonly Buffer[],
  fields: FrameFields,
): Buffer {
  const { root, version, charset } = profile.document;
  const [outer = '', ...inner] = profile.uploads[kind]?.inside ?? [];
  const open = [outer, ...inner].map((name) => `<${name}>`).join('');
  const close = inner
    .toReversed()
    .map((name) => `</${name}>`)
    .join('');
  const head = `<?xml version="1.0" encoding="${charset}"?>\n<${root} version="${version}">${open}`;
  const tail = `${close}${tailOf(profile, fields).xml}</${outer}></${root}>`;
  return Buffer.concat([encodeIn(charset, head), ...records, encodeIn(charset, tail)]);
}

/** What does not fit behind the records: nothing can be sent then. */
export function frameProblems(profile: ProfileDocument, fields: FrameFields): Problem[] {
  return tailOf(profile, fields).problems;
}

function tailOf(profile: ProfileDocument, fields: FrameFields) {
  return buildNodes(profile, profile.document.tail, fields);
}
