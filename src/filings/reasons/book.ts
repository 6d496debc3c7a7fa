import { type Pattern, parsePattern } from './pattern.ts';
import { SHIPPED_RULES } from './shipped.ts';
import type { ReasonRule } from './types.ts';

/** A rule that reads sentences, with its pattern understood. */
export interface Reader {
  rule: ReasonRule;
  pattern: Pattern;
}

/** The rules in force, ready to be asked. */
export interface RuleBook {
  rules: readonly ReasonRule[];
  byCode: ReadonlyMap<string, ReasonRule>;
  /** What is said in words. */
  words: readonly Reader[];
  /** By bureau code: those that also ask for words, and the one for the code whatever is said. */
  codes: ReadonlyMap<string, { readers: readonly Reader[]; plain: ReasonRule | undefined }>;
}

/** A pattern is understood once, however many books it stands in. */
const understood = new Map<string, Pattern | undefined>();
const MOST_UNDERSTOOD = 2000;

/** Rules whose pattern cannot be understood say nothing. Where two may mean the same words, the earlier comes first. */
export function bookOf(rules: readonly ReasonRule[]): RuleBook {
  const readers = rules.flatMap((rule): Reader[] => {
    const pattern = rule.pattern === '' ? undefined : patternIn(rule.pattern);
    return pattern ? [{ rule, pattern }] : [];
  });
  const codes = [...new Set(rules.map((rule) => rule.bureau_code))].filter((code) => code !== '');
  return {
    rules,
    byCode: new Map(rules.map((rule) => [rule.code, rule])),
    words: readers.filter(({ rule }) => rule.bureau_code === ''),
    codes: new Map(
      codes.map((code) => [
        code,
        {
          readers: readers.filter(({ rule }) => rule.bureau_code === code),
          plain: rules.find((rule) => rule.bureau_code === code && rule.pattern === ''),
        },
      ]),
    ),
  };
}

function patternIn(text: string): Pattern | undefined {
  if (understood.has(text)) return understood.get(text);
  if (understood.size >= MOST_UNDERSTOOD) understood.clear();
  const parsed = parsePattern(text);
  const pattern = parsed.ok ? parsed.pattern : undefined;
  understood.set(text, pattern);
  return pattern;
}

/** What is shipped, unchanged. */
export const SHIPPED_BOOK = bookOf(SHIPPED_RULES);
