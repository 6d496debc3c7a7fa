import { DAY, fromNow } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { type ReasonRule, SHIPPED_RULES, shippedRule } from '../reasons/index.ts';
import { ruleOf } from './own-rule.ts';
import { countsSince } from './statistics.ts';
import type { RuleRow } from './tables.ts';

export const STATES = {
  shipped: '自带',
  changed: '改过',
  own: '自建',
  off: '已停用',
} as const;
export type RuleState = keyof typeof STATES;

export interface ListedRule {
  rule: ReasonRule;
  state: RuleState;
  version: number;
  /** Times it spoke in the last 90 days. */
  times: number;
}

export const COUNTED_DAYS = 90;

/** Every rule there is, switched off ones too: own ones first. */
export async function allRules(): Promise<ListedRule[]> {
  const rows = await db('reason_rules').orderBy('id', 'desc');
  const counts = await countsSince(db, fromNow(-COUNTED_DAYS * DAY));
  const byCode = new Map(rows.map((row) => [row.rule_code, row]));
  const own = rows.map(({ rule_code }) => rule_code).filter((code) => !shippedRule(code));
  return [...own, ...SHIPPED_RULES.map(({ code }) => code)].flatMap((code) => {
    const row = byCode.get(code);
    const rule = ruleOf(code, row);
    const times = counts.get(code) ?? 0;
    return rule ? [{ rule, state: stateOf(code, row), version: row?.version ?? 0, times }] : [];
  });
}

/** Whether a rule is as it was shipped, changed, own, or switched off. */
export function stateOf(rule_code: string, row: RuleRow | undefined): RuleState {
  if (row?.is_off) return 'off';
  if (!shippedRule(rule_code)) return 'own';
  return row?.rule_json ? 'changed' : 'shipped';
}

export interface RulesAsked {
  q: string;
  group: string;
  state: string;
}

/** Those that fit what is asked; a word is looked for in all that people read of a rule. */
export function rulesAsked(
  rules: readonly ListedRule[],
  { q, group, state }: RulesAsked,
): ListedRule[] {
  const wanted = q.toLowerCase();
  return rules.filter(({ rule, state: own }) => {
    const { code, label, pattern, official, message, suggestion } = rule;
    const text = [code, label, pattern, official, message, suggestion].join('\n').toLowerCase();
    return (
      (group === '' || rule.group === group) &&
      (state === '' || own === state) &&
      (wanted === '' || text.includes(wanted))
    );
  });
}
