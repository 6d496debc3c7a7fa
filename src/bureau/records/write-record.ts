import { UserError } from '../../platform/errors.ts';
import { KINDS, type RecordKind } from '../kinds/index.ts';
import type { IdOf, Kind } from '../kinds/kind.ts';
import { buildRecord, type Problem } from '../profile/build.ts';
import type { ProfileDocument } from '../profile/document.ts';
import { frameProblems } from '../profile/frame.ts';
import { encodeIn } from '../wire/charset.ts';
import type { AttachmentCodes } from './attachment-codes.ts';
import type { NumberedPart } from './isp-ids.ts';
import { type AnyContent, profileFields } from './profile-fields.ts';

export interface ToWrite {
  profile: ProfileDocument;
  kind: RecordKind;
  content: AnyContent;
  codes: AttachmentCodes;
  unit_id: string;
}

/** A record that fits, before its parts have their numbers. */
export interface Fitting {
  /** What goes up under a number of ours. */
  parts: NumberedPart[];
  /** Records of the interface in it. */
  items: number;
  marks(idOf: IdOf): string[];
  /** The record in the profile's charset. */
  bytes(idOf: IdOf): Buffer;
}

/** What a record needs numbers for, and what does not fit; a part is asked for once. */
export function firstPass(record: ToWrite) {
  const parts = new Map<string, NumberedPart>();
  const { problems, items } = built(record, (path, given_id) => {
    const known = parts.get(path);
    if (!known?.given_id) parts.set(path, given_id ? { path, given_id } : { path });
    return 1;
  });
  const { profile, unit_id } = record;
  return { parts: [...parts.values()], items, problems: [...problems, ...frame(profile, unit_id)] };
}

/** Checks a record against the profile. A UserError names each field that does not fit. */
export function fitRecord(record: ToWrite): Fitting {
  const { parts, items, problems } = firstPass(record);
  if (problems.length > 0) throw refusal(problems);
  const { kind, content, profile } = record;
  return {
    parts,
    items,
    marks: (idOf) => marksOf(kind, content, idOf),
    bytes: (idOf) => encodeIn(profile.document.charset, built(record, idOf).xml),
  };
}

export function built(
  { profile, kind, content, codes, unit_id }: ToWrite,
  idOf: (path: string, given_id?: string) => number,
) {
  return buildRecord(profile, kind, profileFields(kind, content, { codes, unit_id }), idOf);
}

/** Nothing that a filing can mend, but better said now than when the file is packed. */
function frame(profile: ProfileDocument, unit_id: string): Problem[] {
  return frameProblems(profile, { unit_id }).map((problem) => ({ ...problem, path: '_' }));
}

function refusal(problems: Problem[]): UserError {
  const fields: Record<string, string> = {};
  for (const { path, message } of problems) fields[path] ??= message;
  return new UserError('unprocessable', '备案内容不符合管局的格式，请检查标出的内容', fields);
}

const MARK_LENGTH = 128;

function marksOf(kind: RecordKind, content: AnyContent, idOf: IdOf): string[] {
  // Kind and content were paired by who calls; the table of kinds is read by a name only known when it runs.
  const { marks } = KINDS[kind] as Kind<AnyContent>;
  // A part that this profile does not number has 0.
  const texts = marks(content, idOf).map((mark) => String(mark || '').trim());
  return [...new Set(texts)].filter((mark) => mark !== '' && mark.length <= MARK_LENGTH);
}
