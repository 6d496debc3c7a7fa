import { accountTemplates } from './account.ts';
import { filingTemplates } from './filing.ts';
import { operatorTemplates } from './operator.ts';
import { paymentTemplates } from './payment.ts';
import { shopTemplates } from './shop.ts';
import { stockTemplates } from './stock-templates.ts';
import type { Template } from './template.ts';
import { watchTemplates } from './watch.ts';

/** Every event that people are told about. */
const TEMPLATES = {
  ...accountTemplates,
  ...filingTemplates,
  ...operatorTemplates,
  ...paymentTemplates,
  ...shopTemplates,
  ...stockTemplates,
  ...watchTemplates,
};
export type EventName = keyof typeof TEMPLATES;

export function templateOf(event: EventName): Template {
  return TEMPLATES[event];
}

export function isEvent(word: string): word is EventName {
  return Object.hasOwn(TEMPLATES, word);
}

/** What an event is about, without its values: "备案已通过". */
export function eventInWords(event: string): string {
  return isEvent(event) ? TEMPLATES[event].subject.replace(/\s*[，]?\{\w+\}\s*/g, '') : event;
}

/** Events that can go out as text messages, with the wording to register with the provider. */
export function smsEvents(): { event: EventName; wording: string }[] {
  return Object.entries(TEMPLATES).flatMap(([event, { sms }]) =>
    sms && isEvent(event) ? [{ event, wording: sms }] : [],
  );
}
