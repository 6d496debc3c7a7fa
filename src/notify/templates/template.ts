/** What an event says. `{word}` stands for a value; `link` is added by the channel that can show one. */
export interface Template {
  subject: string;
  text: string;
  /** The wording to register with the SMS provider; null: never by SMS. */
  sms: string | null;
  /** Without it: not in the message list (a secret link must not stand there). */
  in_site: boolean;
  mail: boolean;
  /** Security matters leave at night too. */
  urgent: boolean;
  /** After this it is not worth sending any more. */
  good_for_minutes: number;
}

const DAYS_3 = 3 * 24 * 60;
const DEFAULTS = { sms: null, in_site: true, mail: true, urgent: false, good_for_minutes: DAYS_3 };

/** A template from its words and what differs from the usual. */
export function template(words: Pick<Template, 'subject' | 'text'> & Partial<Template>): Template {
  return { ...DEFAULTS, ...words };
}

/** Names of the values a template needs, in order of first use. */
export function valuesOf(template: Template): string[] {
  const all = `${template.subject}\n${template.text}\n${template.sms ?? ''}`;
  return [...new Set([...all.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))];
}

/** The words with their values put in. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
