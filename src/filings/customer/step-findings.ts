import { fieldsOf, isEmpty } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import type { Mark } from '../marks.ts';
import type { Finding } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';
import { REFUSED } from './dress.ts';
import { fieldNamed, type Step } from './steps.ts';

type Name = (path: string) => string;

/** What is wrong on this page, to be listed at its top: in empty fields only for who asked to be told. */
export function problemsOn(
  step: Step,
  form: FilingForm,
  findings: readonly Finding[],
  strict: boolean,
) {
  const fields = fieldsOf(form);
  const mine = findings
    .filter(({ path, severity }) => severity === 'reject' && step.owns(path))
    .filter(({ path, code }) => strict || code === REFUSED || !isEmpty(fieldNamed(fields, path)));
  // One line for each field: what is wrong with it first.
  return mine.filter(({ path }, at) => mine.findIndex((other) => other.path === path) === at);
}

/** What of this page is still empty and may not stay so, as it is called to people. */
export function missingOn(
  step: Step,
  form: FilingForm,
  findings: readonly Finding[],
  name: Name,
): string[] {
  const fields = fieldsOf(form);
  const empty = findings.filter(
    ({ path, severity }) =>
      severity === 'reject' && step.owns(path) && isEmpty(fieldNamed(fields, path)),
  );
  const names = empty.map(({ path }) => name(path));
  return [...new Set(names)];
}

/** On to the next page; who came to mend something goes to what is left to mend, and then to the end. */
export function nextOf(
  row: FilingRow,
  steps: readonly Step[],
  step: Step,
  marks: readonly Mark[],
  strict: boolean,
): string | null {
  if (strict) return 'summary';
  if (row.status === 'draft') return steps[steps.indexOf(step) + 1]?.key ?? null;
  const left = steps.find((each) => each !== step && marks.some(({ path }) => each.owns(path)));
  return left?.key ?? 'summary';
}
