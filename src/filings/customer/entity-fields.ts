import { type FilingForm, INDIVIDUAL } from '../forms.ts';
import type { CodeRow } from '../rules/index.ts';
import { type Control, type Material, type Section, selectOf, textField } from './controls.ts';
import { personFields, personIdTypes } from './person-fields.ts';

/** The page of the 主体: who files, where, and who is in charge. */
export function entitySections({ form, codes }: Material): Section[] {
  const is_unit = form.entity.kind !== INDIVIDUAL;
  const leader: Section = {
    id: 'leader',
    title: is_unit ? '主体负责人' : '联系方式',
    note: is_unit ? '一般为法定代表人' : null,
    controls: personFields('entity.leader', form.entity.leader, {
      id_types: personIdTypes(codes['id_types']),
      is_unit,
    }),
    acts: [],
  };
  const acts = [
    { name: 'add', value: 'regions', label: '更新市和区县列表', without_scripts: true },
  ];
  const whole = { id: 'entity', title: is_unit ? '主办单位' : '主办者', note: null, acts };
  return [
    {
      ...whole,
      controls: [
        ...(asksNumber(form) ? [numberField(form)] : []),
        ...identity({ form, codes }, is_unit),
        ...place({ form, codes }),
      ],
      folded: [...(form.request.kind === 'initial' ? [numberField(form)] : []), remarkField(form)],
    },
    is_unit ? leader : { ...leader, controls: leader.controls.filter(isContact) },
  ];
}

/** Filed already, but by which number nobody has told us. */
function asksNumber({ request: { kind, entity } }: FilingForm): boolean {
  const isFiled = kind === 'add_service' || kind === 'add_access';
  return isFiled && entity.bureau_id === '' && entity.icp_number === '';
}

function numberField(form: FilingForm): Control {
  const required = asksNumber(form);
  return textField('entity.icp_number', form.entity.icp_number, {
    ...{ label: '主体备案号', required, maxlength: 40, wide: true, example: '浙ICP备2026000001号' },
    hint: required
      ? '可在 beian.miit.gov.cn 用证件号码查到'
      : '以前在别处备过案的填写，系统会改为新增网站',
  });
}

/** An individual is his own leader: only how to reach him is left to say. */
function isContact({ arg }: Control): boolean {
  return /\.(mobile|email|office_phone|emergency_mobile)$/.test(arg.name);
}

type Own = 'name' | 'id_type' | 'id_number' | 'id_address' | 'id_valid_until' | 'investor';

function identity({ form, codes }: Material, is_unit: boolean): Control[] {
  const { entity } = form;
  const kinds = (codes['entity_kinds'] ?? []).filter(({ id }) => (id === INDIVIDUAL) !== is_unit);
  const kind = textField('entity.kind', entity.kind, {
    ...{ label: '单位性质', required: true, type: 'select', options: selectOf(kinds) },
  });
  const id_type = textField('entity.id_type', entity.id_type, {
    ...{ label: '证件类型', required: true, type: 'select' },
    options: selectOf(idTypesFor(entity.kind, codes['id_types'])),
  });
  const card = cardFields(form, is_unit);
  return is_unit ? [kind, id_type, ...card, investorField(form)] : [id_type, ...card];
}

/** What stands on the card or licence itself, in its own words. */
function cardFields({ entity }: FilingForm, is_unit: boolean): Control[] {
  const field = (name: Own, more: object) => textField(`entity.${name}`, entity[name], { ...more });
  return [
    field('name', {
      label: is_unit ? '单位名称' : '姓名',
      required: true,
      wide: is_unit,
      autocomplete: is_unit ? 'organization' : 'name',
      hint: '与证件一字不差',
    }),
    field('id_number', {
      label: is_unit ? '统一社会信用代码' : '证件号码',
      required: true,
      maxlength: 40,
      why: '管局凭它核对主办者是否真实存在。号码加密保存，只用于备案。',
    }),
    field('id_valid_until', {
      label: '证件有效期至',
      required: !is_unit,
      hint: '长期有效请填“长期”',
      example: '2036-05-08',
    }),
    field('id_address', {
      label: '证件住所',
      required: true,
      wide: true,
      hint: '照证件逐字填写，包括括号',
    }),
  ];
}

function investorField({ entity }: FilingForm): Control {
  return textField('entity.investor', entity.investor, {
    ...{ label: '投资人或上级主管单位', wide: true, hint: '没有上级单位时留空，按本单位填报' },
  });
}

function place({ form, codes }: Material): Control[] {
  const { entity } = form;
  return [
    ...regionFields({ form, codes }),
    textField('entity.mailing_address', entity.mailing_address, {
      label: '通信地址',
      required: true,
      wide: true,
      autocomplete: 'street-address',
      hint: '不用再写省市区，写到门牌号；没有楼层请写“无楼层”',
      example: '文三路 90 号 2 幢 301 室',
    }),
  ];
}

function remarkField({ entity }: FilingForm): Control {
  return textField('entity.remark', entity.remark, {
    ...{ label: '备注', type: 'textarea', rows: 2, wide: true },
  });
}

/** Province, city, county: each offers what lies within the one before. */
function regionFields({ form: { entity }, codes }: Material): Control[] {
  const regions = codes['regions'] ?? [];
  const within = (code: string, length: 2 | 4) =>
    regions.filter(({ id }) => id.startsWith(code.slice(0, length)) && levelOf(id) === length + 2);
  const select = (
    name: 'province_code' | 'city_code' | 'county_code',
    label: string,
    rows: readonly CodeRow[],
  ) =>
    textField(`entity.${name}`, entity[name], {
      ...{ type: 'select', required: true, options: selectOf(rows), label },
    });
  const provinces = regions.filter(({ id }) => levelOf(id) === 2);
  return [
    select('province_code', '省', provinces),
    select('city_code', '市', entity.province_code ? within(entity.province_code, 2) : []),
    select('county_code', '区县', entity.city_code ? within(entity.city_code, 4) : []),
  ];
}

/** 330000 → 2, 330100 → 4, 330106 → 6 digits that say something. */
function levelOf(code: string): number {
  if (code.endsWith('0000')) return 2;
  return code.endsWith('00') ? 4 : 6;
}

/** Certificates that a kind of entity may show. */
export function idTypesFor(kind: string, rows: readonly CodeRow[] | undefined): CodeRow[] {
  return (rows ?? []).filter(({ extra }) => {
    const kinds: unknown = extra?.['entity_kinds'];
    return !Array.isArray(kinds) || kinds.includes(kind);
  });
}
