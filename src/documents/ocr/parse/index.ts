import type { DocumentKind, Line } from '../types.ts';
import type { FoundFields } from './found.ts';
import { parseIdBack } from './id-back.ts';
import { parseIdFront } from './id-front.ts';
import { parseLicence } from './licence.ts';

/** Lines of any engine → the fields of a document of this kind. */
export function parseFields(kind: DocumentKind, lines: Line[]): FoundFields {
  if (kind === 'id_front') return parseIdFront(lines);
  if (kind === 'id_back') return parseIdBack(lines);
  return kind === 'licence' ? parseLicence(lines) : {};
}
