import { fieldsOf, isEmpty, type Value } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import { ENDING } from '../kinds/names.ts';
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

const SUMMARY: Step = {
  key: 'summary',
  label: '确认',
  owns: (path) => path.startsWith('consents.'),
};
const ENDING_STEP: Step = {
  key: 'ending',
  label: '原因',
  owns: (path) => path.startsWith('ending.'),
};
const PICTURES: Step = { key: 'pictures', label: '证件', owns: (path) => PHOTOGRAPHED.test(path) };
const ENTITY: Step = { key: 'entity', label: '主办者', owns: (path) => path.startsWith('entity.') };

const isMaterial = (path: string) => /^materials(\.|$)/.test(path) || APPROVAL_PAPERS.test(path);
/** Where cards have no page of their own they are handed in with all else. */
const PAPERS: Step = { key: 'materials', label: '材料', owns: isMaterial };
const OTHER_PAPERS: Step = {
  ...PAPERS,
  owns: (path) => isMaterial(path) && !PHOTOGRAPHED.test(path),
};

/** The pages of this form, in order, by what is requested: one for each website that is filled in. */
export function stepsOf(form: FilingForm): Step[] {
  const { kind } = form.request;
  if (ENDING.includes(kind)) return [ENDING_STEP, SUMMARY];
  if (kind === 'add_material') return [PAPERS, SUMMARY];
  if (kind === 'change') return [ENTITY, ...sitesOf(form), PAPERS, SUMMARY];
  return [PICTURES, ENTITY, ...sitesOf(form), OTHER_PAPERS, SUMMARY];
}

function sitesOf({ services }: FilingForm): Step[] {
  return services.map((_, index) => ({
    key: `service-${index}`,
    label: services.length > 1 ? `网站 ${index + 1}` : '网站',
    owns: (path: string) => path.startsWith(`services.${index}.`) && !APPROVAL_PAPERS.test(path),
  }));
}

/** Where one begins: a change of one website on the page of that one, all else on the first page. */
export function firstStepOf(form: FilingForm, service_no = ''): string {
  const { kind, services } = form.request;
  const at = services.findIndex(({ no }) => no === service_no && no !== '');
  if (kind === 'change' && at >= 0) return `service-${at}`;
  return stepsOf(form)[0]?.key ?? 'summary';
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
