import type { Db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { bureauById } from '../bureaus/bureaus.ts';
import type { Problem } from '../profile/build.ts';
import type { ProfileDocument } from '../profile/document.ts';
import { lineDifferences } from '../profile/line-differences.ts';
import { shippedProfile } from '../profile/read.ts';
import { type ShapeDifference, shapeDifferences } from '../profile/shape-differences.ts';
import { maskedXml } from '../wire/masked-xml.ts';
import { attachmentCodes } from './attachment-codes.ts';
import { knownIds } from './isp-ids.ts';
import { keptContent } from './kept-content.ts';
import { built, firstPass } from './write-record.ts';

/** What a profile would make of a record. Nothing is kept or sent. */
export interface Trial {
  record_no: string;
  /** For an operator's eyes: people masked, one pixel for each picture. */
  xml: string;
  problems: Problem[];
  /** Line by line against the version in force, masked. */
  lines: { side: 'before' | 'after'; text: string }[];
  /** Against what is shipped. */
  shape: ShapeDifference[];
}

/** What stands for a part that has no number yet. */
const NO_NUMBER = 1;

/**
 * Writes a record that was in line once by `profile`, and holds it against `inForce`. undefined: its content was not
 * kept.
 */
export async function tryProfile(
  db: Db,
  record_no: string,
  { profile, inForce }: { profile: ProfileDocument; inForce: ProfileDocument },
): Promise<Trial | undefined> {
  const record = must(await db('bureau_records').where({ record_no }).first(), '上报记录');
  const content = await keptContent(db, record_no);
  if (!content) return undefined;
  const { isp_id: unit_id } = await bureauById(db, record.bureau_id);
  const ids = await knownIds(db, record.subject);
  const { kind } = record;
  const written = { kind, content, codes: await attachmentCodes(db), unit_id };
  const xmlBy = (by: ProfileDocument) =>
    built({ ...written, profile: by }, (path) => ids.get(path) ?? NO_NUMBER).xml;
  const [before, after] = [linesOf(xmlBy(inForce)), linesOf(xmlBy(profile))];
  const sides = { before, after };
  return {
    record_no,
    xml: after.masked.join('\n'),
    problems: firstPass({ ...written, profile }).problems,
    lines: lineDifferences(before.plain, after.plain).map(({ side, line }) => ({
      side,
      text: sides[side].masked[line]?.trim() ?? '',
    })),
    shape: shapeDifferences(profile, shippedProfile(), kind),
  };
}

/** Plain to compare, masked to show: line for line the same. */
function linesOf(xml: string): { plain: string[]; masked: string[] } {
  const flat = xml.replace(/[\r\n]+/g, ' ');
  return { plain: flat.replace(/>\s*</g, '>\n<').split('\n'), masked: maskedXml(flat).split('\n') };
}
