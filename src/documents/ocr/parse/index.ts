import type { DocumentKind, Line } from '../types.ts';
import type { FoundFields } from './found.ts';
import { parseIdBack } from './id-back.ts';
import { parseIdFront } from './id-front.ts';
import { parseLicence } from './licence.ts';
import { tidied } from './tidy.ts';

/** Lines of any engine → the fields of a document of this kind. */
export function parseFields(kind: DocumentKind, lines: Line[]): FoundFields {
  const clean = tidied(lines);
  if (kind === 'id_front') return parseIdFront(clean);
  if (kind === 'id_back') return parseIdBack(clean);
  return kind === 'licence' ? parseLicence(clean) : {};
}
