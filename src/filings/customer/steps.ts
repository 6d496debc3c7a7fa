import { fieldsOf, isEmpty, type Value } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import type { Finding } from '../rules/index.ts';

export { fieldToMend } from '../marks.ts';

/** A page of the form. `key` stands in its address; `owns` says which paths it asks for. */
export interface Step {
  key: string;
  label: string;
  owns(path: string): boolean;
}

const PHOTOGRAPHED = /^materials\.(entity_licence|.*_id_front|.*_id_back)$/;
const APPROVAL_PAPERS = /^services\.\d+\.prior_approvals\.\d+\.documents$/;

/** The pages of this form, in order: one for each website. */
export function stepsOf(form: FilingForm): Step[] {
  const several = form.services.length > 1;
  const sites = form.services.map((_, index) => ({
    key: `service-${index}`,
    label: several ? `网站 ${index + 1}` : '网站',
    owns: (path: string) => path.startsWith(`services.${index}.`) && !APPROVAL_PAPERS.test(path),
  }));
  return [
    { key: 'pictures', label: '证件', owns: (path) => PHOTOGRAPHED.test(path) },
    { key: 'entity', label: '主办者', owns: (path) => path.startsWith('entity.') },
    ...sites,
    {
      key: 'materials',
      label: '材料',
      owns: (path) =>
        (/^materials(\.|$)/.test(path) && !PHOTOGRAPHED.test(path)) || APPROVAL_PAPERS.test(path),
    },
    { key: 'summary', label: '确认', owns: (path) => path.startsWith('consents.') },
  ];
}

/** The page that asks for a path; what belongs to none is said on the last one. */
export function stepOf(form: FilingForm, path: string): string {
  return stepsOf(form).find((step) => step.owns(path))?.key ?? 'summary';
}

export type StepState = 'empty' | 'error' | 'done' | 'warn';

/** How far a page is: a finding at an empty field is "not filled yet", at a filled one "wrong". */
export function stateOf(step: Step, form: FilingForm, findings: readonly Finding[]): StepState {
  const fields = fieldsOf(form);
  const mine = findings.filter(({ path }) => step.owns(path));
  const rejects = mine.filter(({ severity }) => severity === 'reject');
  if (rejects.some(({ path }) => !isEmpty(fieldNamed(fields, path)))) return 'error';
  if (rejects.length > 0) return 'empty';
  return mine.some(({ path }) => !isEmpty(fieldNamed(fields, path))) ? 'warn' : 'done';
}

/** The value of the field a finding names, or of the list that holds it. */
export function fieldNamed(fields: Map<string, Value>, path: string): Value | undefined {
  const [own, above] = [fields.get(path), path.replace(/\.?[^.]+$/, '')];
  return own !== undefined || above === '' ? own : fieldNamed(fields, above);
}
