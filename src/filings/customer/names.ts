import type { FilingForm } from '../forms.ts';
import { materialsFor } from '../materials.ts';
import type { ProvinceRules } from '../provinces/index.ts';
import { labelOf } from '../rules/index.ts';

/** What a path of the form is called to people, materials and papers among them; '' is the filing as a whole. */
export function nameOf(path: string, form: FilingForm, province: ProvinceRules): string {
  if (path === '') return '整份备案';
  if (/\.prior_approvals\.\d+\.documents$/.test(path)) return '前置审批文件';
  const slot = /^materials\.(.+)$/.exec(path)?.[1];
  if (slot === undefined) return labelOf(path) || '备案内容';
  return materialsFor(form, province).find((material) => material.slot === slot)?.label ?? '材料';
}
