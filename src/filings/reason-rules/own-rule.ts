import { z } from 'zod';
import { type ReasonRule, SHIPPED_RULES, shippedRule } from '../reasons/index.ts';

/** What people may say of a rule; of a shipped one only what they changed is kept. */
export const OwnRule = z.object({
  bureau_code: z.string(),
  pattern: z.string(),
  group: z.string(),
  label: z.string(),
  paths: z.array(z.string()).min(1),
  message: z.string(),
  suggestion: z.string(),
  who: z.enum(['customer', 'operator']),
  severity: z.enum(['reject', 'warn']),
});
export type OwnRule = z.output<typeof OwnRule>;
const FIELDS = [
  'bureau_code',
  'pattern',
  'group',
  'label',
  'paths',
  'message',
  'suggestion',
  'who',
  'severity',
] as const;
export type RuleField = (typeof FIELDS)[number];

/** A rule as its row gives it, over what is shipped; undefined when nothing is left of it. */
export function ruleOf(
  rule_code: string,
  row: { rule_json: string | null } | undefined,
): ReasonRule | undefined {
  const shipped = shippedRule(rule_code);
  const own: unknown = row?.rule_json ? JSON.parse(row.rule_json) : {};
  if (shipped) return { ...shipped, ...OwnRule.parse({ ...ownPart(shipped), ...Object(own) }) };
  const whole = OwnRule.safeParse(own);
  if (!whole.success) return undefined;
  return { ...whole.data, code: rule_code, official: '', retry: false, good: false };
}

/** The rules in force: own ones first, so that they win where two mean the same words. */
export function rulesWith(
  rows: readonly { rule_code: string; rule_json: string | null; is_off: number | boolean }[],
): ReasonRule[] {
  const byCode = new Map(rows.map((row) => [row.rule_code, row]));
  const own = rows
    .filter(({ rule_code }) => !shippedRule(rule_code))
    .map(({ rule_code }) => rule_code);
  return [...own, ...SHIPPED_RULES.map(({ code }) => code)].flatMap((code) => {
    const row = byCode.get(code);
    return row?.is_off ? [] : (ruleOf(code, row) ?? []);
  });
}

/** The fields in which two rules differ. */
export function changedFields(one: OwnRule, other: OwnRule): RuleField[] {
  return FIELDS.filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]));
}

/** What is to be kept of a rule: all of an own one, of a shipped one what differs; null when nothing does. */
export function keptOf(rule_code: string, rule: OwnRule): Partial<OwnRule> | null {
  const shipped = shippedRule(rule_code);
  if (!shipped) return rule;
  const changed = changedFields(rule, ownPart(shipped));
  return changed.length === 0
    ? null
    : Object.fromEntries(changed.map((field) => [field, rule[field]]));
}

/** What people may change of a rule. */
export function ownPart(rule: ReasonRule): OwnRule {
  const { bureau_code, pattern, group, label, message, suggestion, who, severity } = rule;
  const paths = [...rule.paths];
  return { bureau_code, pattern, group, label, paths, message, suggestion, who, severity };
}
