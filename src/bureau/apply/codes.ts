import type { Codes } from '../profile/codes-document.ts';
import type { SaidCode } from '../wire/download-data.ts';

/** 1001 approved, 1060 form stored, 1062 addresses agree, 2998 and 3998 done: everything else is a refusal. */
const GOOD = new Set(['1001', '1060', '1062', '2998', '3998']);
/** About the file as a whole: not fitting the schema, unknown attribute, wrong unit, wrong version. */
const WHOLE_FILE = new Set(['5001', '5002', '5003', '5004']);

export function isGood(code: string): boolean {
  return GOOD.has(code);
}

export function isAboutWholeFile(code: string): boolean {
  return WHOLE_FILE.has(code);
}

/**
 * What the bureau said, in the codes of V3.0, so that the same rules read it. A code that V3.0 has nothing like stays
 * as it is and carries the profile's words.
 */
export function officialCode(codes: Codes, said: SaidCode): SaidCode {
  const told = Object.hasOwn(codes, said.code) ? codes[said.code] : undefined;
  if (!told) return said;
  const { means, meaning = '', advice = '', severity = 'must', who = 'us', paths = [''] } = told;
  const text = said.text || meaning;
  if (means !== undefined) return { code: means, text };
  return { code: said.code, text, own: { meaning, advice, severity, who, paths } };
}
