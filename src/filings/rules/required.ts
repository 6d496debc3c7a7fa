import type { FilingForm } from '../forms.ts';
import { labelOf } from './labels.ts';
import { isIndividual, peopleOf } from './people.ts';
import { type CheckContext, rule } from './types.ts';

const ENTITY = ['kind', 'province_code', 'city_code', 'name', 'id_type', 'id_number'] as const;
const ADDRESSES = ['id_address', 'mailing_address'] as const;
const PERSON = ['name', 'id_type', 'id_number', 'id_valid_until', 'mobile', 'email'] as const;

/** What the specification, or the bureaus in practice, will not do without. */
export const required = rule({
  code: 'required',
  severity: 'reject',
  broken: (form, context) =>
    [...missingOfEntity(form, context), ...missingOfPeople(form), ...missingOfServices(form)].map(
      (path) => {
        const reason = reasonFor(path, form);
        const words = { message: `请填写${labelOf(path)}`, suggestion: '请填写后再提交' };
        return { path, ...(reason ? { reason } : words) };
      },
    ),
});

export const emergencyMobile = rule({
  code: 'emergency_mobile_missing',
  severity: 'warn',
  message: '没有填写应急联系电话',
  suggestion: '建议填写一个与手机不同的号码，审核打不通手机时会用到；部分省份要求必填',
  broken: (form) =>
    peopleOf(form).flatMap(({ path, person }) =>
      person.emergency_mobile === '' ? [`${path}.emergency_mobile`] : [],
    ),
});

/** Bureau codes 1031 and 1044 speak of these fields alone. */
function reasonFor(path: string, form: FilingForm): string | undefined {
  const leads = form.services.some(({ leader_same }) => leader_same);
  if (/^services\.\d+\.leader\.office_phone$/.test(path)) return '1031';
  if (path === 'entity.leader.office_phone') return leads ? '1031' : undefined;
  return path === 'entity.leader.name' ? '1044' : undefined;
}

function missingOfEntity(form: FilingForm, { codes }: CheckContext): string[] {
  const { entity } = form;
  const missing = [...ENTITY, ...ADDRESSES].filter((field) => entity[field] === '');
  const counties = (codes['regions'] ?? []).some(
    ({ id }) => id.startsWith(entity.city_code.slice(0, 4)) && !id.endsWith('00'),
  );
  const county = entity.city_code !== '' && entity.county_code === '' && counties;
  return [...missing, ...(county ? ['county_code'] : [])].map((field) => `entity.${field}`);
}

function missingOfPeople(form: FilingForm): string[] {
  return peopleOf(form).flatMap(({ path, person }) => {
    const fields = PERSON.filter((field) => person[field] === '');
    const phone = !isIndividual(form) && person.office_phone === '' ? ['office_phone'] : [];
    const own = ownDocument(form, path);
    return [...fields.filter((field) => !own.includes(field)), ...phone].map(
      (field) => `${path}.${field}`,
    );
  });
}

/** An individual is asked for his own name and papers once, as the entity. */
function ownDocument(form: FilingForm, path: string): readonly string[] {
  return isIndividual(form) && path === 'entity.leader' ? ['name', 'id_type', 'id_number'] : [];
}

function missingOfServices(form: FilingForm): string[] {
  if (form.services.length === 0) return ['services'];
  return form.services.flatMap((service, index) => {
    const { access } = service;
    const absent: Record<string, boolean> = {
      name: service.name === '',
      content_types: isEmpty(service.content_types),
      languages: isEmpty(service.languages),
      domains: isEmpty(service.domains),
      'access.methods': isEmpty(access.methods),
      'access.locations': isEmpty(access.locations),
      'access.ips': isEmpty(access.ips.map(({ first }) => first)),
    };
    return Object.keys(absent).flatMap((field) =>
      absent[field] ? [`services.${index}.${field}`] : [],
    );
  });
}

const isEmpty = (values: readonly string[]) => values.every((value) => value === '');
