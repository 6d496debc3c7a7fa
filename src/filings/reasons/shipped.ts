import { ACCESS_CODES } from './codes-access.ts';
import { DATA_CODES } from './codes-data.ts';
import { DOMAIN_FILING_CODES } from './codes-domain-filing.ts';
import { IP_FILING_CODES } from './codes-ip-filing.ts';
import { STATE_CODES } from './codes-state.ts';
import { SYSTEM_CODES } from './codes-system.ts';
import { DOMAIN_GUIDANCE } from './guidance-domain.ts';
import { ENTITY_GUIDANCE } from './guidance-entity.ts';
import { MATERIAL_GUIDANCE } from './guidance-material.ts';
import { ORDER_GUIDANCE } from './guidance-order.ts';
import { PEOPLE_GUIDANCE } from './guidance-people.ts';
import { SITE_GUIDANCE } from './guidance-site.ts';
import type { CodeReason, Guidance, ReasonRule } from './types.ts';

const CODE_GROUPS: readonly (readonly [group: string, codes: readonly CodeReason[]])[] = [
  ['代码：资料', DATA_CODES],
  ['代码：备案状态', STATE_CODES],
  ['代码：接入', ACCESS_CODES],
  ['代码：接口', SYSTEM_CODES],
  ['代码：IP 备案', IP_FILING_CODES],
  ['代码：域名报备', DOMAIN_FILING_CODES],
];

/** All data-processing codes of specification V3.0 with what they mean for people. */
export const CODE_REASONS: readonly CodeReason[] = CODE_GROUPS.flatMap(([, codes]) => codes).sort(
  (one, other) => Number(one.code) - Number(other.code),
);

/** Every reason that officers and reviewers are known to write. */
export const GUIDANCE: readonly Guidance[] = [
  ...DOMAIN_GUIDANCE,
  ...SITE_GUIDANCE,
  ...PEOPLE_GUIDANCE,
  ...ENTITY_GUIDANCE,
  ...MATERIAL_GUIDANCE,
  ...ORDER_GUIDANCE,
];

/** The rules as they are shipped: words first, in the order they are listed, then codes. */
export const SHIPPED_RULES: readonly ReasonRule[] = [
  ...GUIDANCE.map((guidance) => ({
    ...{ bureau_code: '', official: '', severity: 'reject' as const, retry: false, good: false },
    ...guidance,
  })),
  ...CODE_GROUPS.flatMap(([group, codes]) => codes.map((reason) => ruleOfCode(group, reason))),
];

function ruleOfCode(group: string, reason: CodeReason): ReasonRule {
  const { code, message, retry = false, good = false } = reason;
  const own = {
    group,
    label: message,
    bureau_code: code,
    pattern: '',
    severity: 'reject' as const,
  };
  return { ...own, ...reason, retry, good };
}

const byCode = new Map(SHIPPED_RULES.map((rule) => [rule.code, rule]));

/** The shipped rule of this code; undefined when there is none. */
export function shippedRule(code: string): ReasonRule | undefined {
  return byCode.get(code);
}
