import type { PersonForm } from '../forms.ts';
import type { CodeRow } from '../rules/index.ts';
import { type Control, selectOf, textField } from './controls.ts';

type FieldOf = (field: keyof PersonForm, more: Record<string, unknown>) => Control;

/** The fields of a person in charge. `path` is 'entity.leader' or 'services.0.leader'. */
export function personFields(
  path: string,
  person: PersonForm,
  { id_types, is_unit }: { id_types: readonly CodeRow[]; is_unit: boolean },
): Control[] {
  const at: FieldOf = (field, more) => textField(`${path}.${field}`, person[field], more);
  return [...cardFields(at, id_types), ...contactFields(at, is_unit)];
}

/** What stands on his card. */
function cardFields(at: FieldOf, id_types: readonly CodeRow[]): Control[] {
  return [
    at('name', { label: '姓名', required: true, autocomplete: 'name', hint: '与证件一致' }),
    at('id_type', {
      label: '证件类型',
      required: true,
      type: 'select',
      options: selectOf(id_types),
    }),
    at('id_number', {
      label: '证件号码',
      required: true,
      maxlength: 40,
      why: '管局要求核验负责人身份。号码加密保存，只用于备案。',
    }),
    at('id_valid_until', {
      label: '证件有效期至',
      required: true,
      hint: '须大于 3 个月；长期有效请填“长期”',
      example: '2036-05-08',
    }),
  ];
}

/** How he is reached. */
function contactFields(at: FieldOf, is_unit: boolean): Control[] {
  const phone = { type: 'tel', inputmode: 'tel' };
  return [
    at('mobile', {
      ...phone,
      label: '手机号码',
      required: true,
      autocomplete: 'tel',
      maxlength: 20,
      hint: '管局会向这个号码发送核验短信',
    }),
    at('email', {
      label: '电子邮箱',
      required: true,
      type: 'email',
      autocomplete: 'email',
      maxlength: 128,
    }),
    at('office_phone', {
      ...phone,
      label: '办公电话',
      required: is_unit,
      maxlength: 40,
      example: '0571-87654321',
    }),
    at('emergency_mobile', {
      ...phone,
      label: '应急联系电话',
      maxlength: 20,
      hint: '与手机号码不同，审核打不通手机时使用',
    }),
  ];
}

/** Certificates that a person may hold. */
export function personIdTypes(rows: readonly CodeRow[] | undefined): CodeRow[] {
  return (rows ?? []).filter(({ extra }) => extra?.['person'] === true);
}
