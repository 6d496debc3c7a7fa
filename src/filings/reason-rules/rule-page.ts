import { namesOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { timeShown } from '../../platform/present.ts';
import { type ReasonRule, shippedRule } from '../reasons/index.ts';
import { STATES, stateOf } from './list-rules.ts';
import { changedFields, type OwnRule, ownPart, type RuleField, ruleOf } from './own-rule.ts';
import { placeGroups, placeInWords } from './places.ts';
import type { typedRule } from './rule-form.ts';
import type { RuleRow } from './tables.ts';

const FIELD_WORDS: Record<RuleField, string> = {
  bureau_code: '管局代码',
  pattern: '说法',
  group: '分类',
  label: '名称',
  paths: '位置',
  message: '哪里不对',
  suggestion: '怎么改',
  who: '谁来处理',
  severity: '程度',
};

export interface RuleNow {
  rule: ReasonRule;
  row: RuleRow | undefined;
  version: number;
}

/** A rule as it stands; undefined when there is none, or it was taken away. */
export async function ruleNow(rule_code: string): Promise<RuleNow | undefined> {
  const row = await db('reason_rules').where({ rule_code }).first();
  const rule = ruleOf(rule_code, row);
  return rule && { rule, row, version: row?.version ?? 0 };
}

/** What of a rule its page shows beside the form. */
export async function rulePage({ rule, row, version }: RuleNow) {
  const shipped = shippedRule(rule.code);
  const differs = shipped ? changedFields(ownPart(rule), ownPart(shipped)) : [];
  return {
    rule: {
      ...{ code: rule.code, label: rule.label, official: rule.official, version },
      bureau_code: rule.bureau_code,
      is_shipped: shipped !== undefined,
      has_words: shipped === undefined || shipped.pattern !== '',
      is_off: Boolean(row?.is_off),
      state: STATES[stateOf(rule.code, row)],
    },
    shipped: shipped
      ? differs.map((field) => ({
          label: FIELD_WORDS[field],
          value: inWords(ownPart(shipped), field),
        }))
      : [],
    history: await historyOf(rule.code),
  };
}

/** What the form of a rule offers. */
export function formParts(typed: ReturnType<typeof typedRule>, groups: readonly string[]) {
  return { typed, groups, places: placeGroups() };
}

async function historyOf(rule_code: string) {
  const rows = await db('reason_rule_versions')
    .where({ rule_code })
    .orderBy('version', 'desc')
    .limit(20);
  const names = await namesOf(db, [...new Set(rows.flatMap((row) => row.changed_by ?? []))]);
  return rows.map((row) => ({
    version: row.version,
    who: names.get(row.changed_by ?? 0) ?? '系统',
    at: timeShown(row.changed_at),
    state: STATES[stateOf(rule_code, row)],
  }));
}

/** Who changed a rule since a version was seen, and what: for the one who comes second. */
export async function changedSince(rule_code: string, seen: number): Promise<string[]> {
  const rows = await db('reason_rule_versions').where({ rule_code }).orderBy('version');
  const before = ruleOf(
    rule_code,
    rows.find(({ version }) => version === seen),
  );
  const now = rows.at(-1);
  const after = ruleOf(rule_code, now);
  const names = now?.changed_by ? await namesOf(db, [now.changed_by]) : new Map<number, string>();
  const who = names.get(now?.changed_by ?? 0) ?? '另一位同事';
  if (!after) return [`${who}刚删除了这条规则`];
  const state = now?.is_off ? [`${who}停用了它`] : [];
  const fields = before ? changedFields(ownPart(before), ownPart(after)) : [];
  return [
    ...state,
    ...fields.map(
      (field) => `${FIELD_WORDS[field]}被${who}改为：${inWords(ownPart(after), field)}`,
    ),
  ];
}

const WORDS: Readonly<Record<string, string>> = {
  ...{ customer: '客户', operator: '我们' },
  ...{ reject: '必须改', warn: '提醒' },
};

function inWords(rule: OwnRule, field: RuleField): string {
  if (field === 'paths') return rule.paths.map(placeInWords).join('、');
  return WORDS[rule[field]] ?? rule[field];
}
