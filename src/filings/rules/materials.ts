import { materialsFor } from '../materials.ts';
import { outOfProvince, provinceNamedIn } from './household.ts';
import { isIndividual } from './people.ts';
import { rule } from './types.ts';

export const materialsGiven = rule({
  code: 'material_missing',
  severity: 'reject',
  message: '缺少材料',
  suggestion: '请上传',
  broken: (form, { province, documents }) => {
    const isThere = (document_no: string) => documents?.has(document_no) ?? true;
    return materialsFor(form, province)
      .filter(({ slot, required }) => required && !(form.materials[slot] ?? []).some(isThere))
      .map(({ slot, label, hint }) => ({
        path: `materials.${slot}`,
        message: `请上传${label}`,
        suggestion: hint,
      }));
  },
});

/**
 * Some provinces take no individuals from elsewhere. A number alone only tells where a person was first
 * registered, so without a province in the address this is a doubt, not a refusal.
 */
export const outOfProvinceDenied = rule({
  code: 'out_of_province',
  severity: 'reject',
  reason: 'individual_other_province',
  broken: (form, { province }) => {
    const denied = province.personal_out_of_province === 'denied';
    if (!denied || !isIndividual(form) || !outOfProvince(form.entity)) return [];
    const message = `${province.name}不受理外省个人的备案`;
    const severity = provinceNamedIn(form.entity.id_address) ? 'reject' : 'warn';
    return [{ path: 'entity.province_code', message, severity }];
  },
});
