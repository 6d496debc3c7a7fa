import type { FilingForm } from '../forms.ts';
import { tidyForm, viewOf } from './tidy.ts';
import type { CheckContext, Finding, Rule } from './types.ts';

export type { CheckContext, CodeRow, CodeTables, Finding, Rule, Severity } from './types.ts';
export { tidyForm };

/** Every rule, in the order a person reads the form. */
export const RULES: readonly Rule[] = [];

/** Everything wrong or doubtful in a form, in reading order; a path is named once per rule. */
export function checkForm(form: FilingForm, context: CheckContext): Finding[] {
  const view = viewOf(form);
  return RULES.flatMap((rule) => rule.check(view, context));
}

/** What `checkForm` says about one field, its list or its group: for the check as a field is left. */
export function checkField(form: FilingForm, path: string, context: CheckContext): Finding[] {
  return checkForm(form, context).filter((finding) => concerns(finding.path, path));
}

/** Whether nothing stands against sending it on. */
export function passes(findings: readonly Finding[]): boolean {
  return findings.every((finding) => finding.severity !== 'reject');
}

function concerns(found: string, asked: string): boolean {
  return (
    found === asked || found.startsWith(`${asked}.`) || /^(.*)\.\d+$/.exec(asked)?.[1] === found
  );
}
