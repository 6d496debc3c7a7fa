import type { FilingForm } from '../forms.ts';
import { materialsFor } from '../materials.ts';
import type { ProvinceRules } from '../provinces/index.ts';
import { type CodeTables, labelOf } from '../rules/index.ts';
import { allControls, type Section } from './controls.ts';
import { endingSections } from './ending-fields.ts';
import { entitySections } from './entity-fields.ts';
import { serviceSections } from './service-fields.ts';

/** What a path of the form is called to people, materials and papers among them; '' is the filing as a whole. */
export function nameOf(path: string, form: FilingForm, province: ProvinceRules): string {
  if (path === '') return '整份备案';
  if (/\.prior_approvals\.\d+\.documents$/.test(path)) return '前置审批文件';
  const slot = /^materials\.(.+)$/.exec(path)?.[1];
  if (slot === undefined) return labelOf(path) || '备案内容';
  return materialsFor(form, province).find((material) => material.slot === slot)?.label ?? '材料';
}

/** As above for the customer, who finds a field by the words that stand beside it on its page. */
export function namesFor(
  form: FilingForm,
  codes: CodeTables,
  province: ProvinceRules,
): (path: string) => string {
  const sites = form.services.flatMap((_, index) => serviceSections({ form, codes, index }));
  const sections = [
    ...entitySections({ form, codes }),
    ...sites,
    ...endingSections({ form, codes }),
  ];
  const named = namesIn(sections);
  return (path) => named(path) || nameOf(path, form, province);
}

/** The labels of these sections' fields by path; two that read alike are told apart by their sections' titles. */
export function namesIn(sections: readonly Section[]): (path: string) => string | undefined {
  const fields = sections.flatMap((section) =>
    allControls([section]).map(({ arg }) => ({ ...arg, section: section.title })),
  );
  const names = new Map(
    fields.map(({ name, label, section }) => {
      const others = fields.filter((other) => other.label === label && other.section !== section);
      return [name, others.length > 0 ? `${section}：${label}` : label];
    }),
  );
  return (path) => names.get(path) ?? names.get(`${path}.0`) ?? names.get(`${path}.0.first`);
}
