export { bookOf, type RuleBook, SHIPPED_BOOK } from './book.ts';
export { explain, ruleForCode } from './explain.ts';
export { clausesOf, explainWords, rulesIn, saysSomething, UNKNOWN_WORDS } from './explain-words.ts';
export { MOST_PATTERN, parsePattern } from './pattern.ts';
export { CODE_REASONS, GUIDANCE, SHIPPED_RULES, shippedRule } from './shipped.ts';
export {
  needsSms,
  SMS_FACTS,
  SMS_VERIFIERS,
  type SmsDuty,
  type SmsKind,
  smsDuties,
  smsSteps,
} from './sms.ts';
export { type ReasonTemplate, TEMPLATE_GROUPS, templatesFor } from './templates.ts';
export type { CodeReason, Guidance, Mark, ReasonRule } from './types.ts';
