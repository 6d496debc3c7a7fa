export { CODE_REASONS, codeReason, explain } from './explain.ts';
export { explainWords, GUIDANCE } from './explain-words.ts';
export {
  SMS_FACTS,
  SMS_VERIFIERS,
  type SmsDuty,
  type SmsKind,
  smsDuties,
  smsSteps,
} from './sms.ts';
export { type ReasonTemplate, TEMPLATE_GROUPS, templatesFor } from './templates.ts';
export type { CodeReason, Guidance, Mark } from './types.ts';
