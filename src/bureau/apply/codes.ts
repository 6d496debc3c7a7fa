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
