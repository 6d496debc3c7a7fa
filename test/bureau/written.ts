import { KINDS, type RecordContent, type RecordKind } from '../../src/bureau/kinds/index.ts';

/** Codes as a bureau without tables has them: every picture is a verification form of whomever. */
export const CODES = { format: '1', codeOf: () => ({ code: '1', owner: undefined }) };

/** A number for each part of a record that needs one. */
export function numbersOf<K extends RecordKind>(kind: K, content: RecordContent[K]) {
  const { parts } = KINDS[kind].read(content);
  const numbers = new Map(parts.map(({ path }, index) => [path, 1000 + index]));
  return (path: string) => numbers.get(path) ?? 0;
}

/** A record as it goes over the wire. */
export function written<K extends RecordKind>(kind: K, content: RecordContent[K]): string {
  const idOf = numbersOf(kind, content);
  return KINDS[kind].read(content).xml({ idOf, codes: CODES, unit_id: '10001' });
}
