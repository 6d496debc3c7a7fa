import { INDIVIDUAL } from '../forms.ts';
import { isIndividual } from './people.ts';
import { looksLikeDomain } from './suffixes.ts';
import { type CheckContext, type CodeRow, rule } from './types.ts';

const rowOf = (context: CheckContext, table: string, id: string): CodeRow | undefined =>
  context.codes[table]?.find((row) => row.id === id);

const isUnknown = (context: CheckContext, table: string, id: string): boolean =>
  id !== '' && context.codes[table] !== undefined && rowOf(context, table, id) === undefined;

export const entityKindKnown = rule({
  code: 'entity_kind_unknown',
  severity: 'reject',
  reason: '1014',
  message: '不在管局的代码表中',
  broken: ({ entity }, context) =>
    isUnknown(context, 'entity_kinds', entity.kind) ? ['entity.kind'] : [],
});

/** Bureau code 1008: kind and certificate must agree. */
export const idTypeFitsKind = rule({
  code: 'id_type_not_for_kind',
  severity: 'reject',
  reason: '1008',
  message: '证件类型与单位性质不符',
  suggestion: '请选择该性质的单位使用的证件；个人选居民身份证，企业选营业执照',
  broken: ({ entity }, context) => {
    if (isUnknown(context, 'id_types', entity.id_type)) return ['entity.id_type'];
    const kinds = rowOf(context, 'id_types', entity.id_type)?.extra?.['entity_kinds'];
    const wrong = entity.kind !== '' && Array.isArray(kinds) && !kinds.includes(entity.kind);
    return wrong ? ['entity.id_type'] : [];
  },
});

/** Bureau code 1019. */
export const regionCodes = rule({
  code: 'region_code',
  severity: 'reject',
  reason: '1019',
  broken: ({ entity }, context) => {
    const { province_code, city_code, county_code } = entity;
    const wrong = (code: string, within: string, form: RegExp) =>
      code !== '' &&
      (!form.test(code) || !code.startsWith(within) || isUnknown(context, 'regions', code));
    return [
      ...(wrong(province_code, '', /^\d\d0000$/) ? ['entity.province_code'] : []),
      ...(wrong(city_code, province_code.slice(0, 2), /^\d\d(?!00)\d\d00$/)
        ? ['entity.city_code']
        : []),
      ...(wrong(county_code, city_code.slice(0, 4), /^\d{4}(?!00)\d\d$/)
        ? ['entity.county_code']
        : []),
    ];
  },
});

export const entityName = rule({
  code: 'entity_name',
  severity: 'reject',
  message: '主办者名称不对',
  suggestion: '单位请照证件填写全称，个人请填身份证上的姓名',
  broken: (form) => {
    const { name } = form.entity;
    const path = 'entity.name';
    if (name === '') return [];
    if (looksLikeDomain(name)) return [{ path, message: '主办者名称不能是域名' }];
    const sites = form.services.map((service) => service.name);
    if (isIndividual(form)) {
      return sites.includes(name) ? [{ path, message: '主办者名称不能与网站名称相同' }] : [];
    }
    if (!/\p{Script=Han}/u.test(name) && form.entity.kind !== '16') {
      return [{ path, message: '单位名称应为证件上的中文全称' }];
    }
    return [...name].length < 4 ? [{ path, message: '单位名称太短，应为证件上的全称' }] : [];
  },
});

/** What the first characters of a 统一社会信用代码 say about the kind of unit (GB 32100 annex). */
const CREDIT_KINDS: readonly (readonly [RegExp, readonly string[], string])[] = [
  [/^11/, ['2'], '政府机关'],
  [/^12/, ['3'], '事业单位'],
  [/^13/, ['13'], '群众性团体组织'],
  [/^31/, ['11'], '律师执业机构'],
  [/^51/, ['6'], '社会团体'],
  [/^52/, ['9', '17'], '民办非企业单位'],
  [/^53/, ['10'], '基金会'],
  [/^9/, ['4', '17'], '企业'],
  [/^N/, ['19'], '集体经济'],
];

export const creditCodeKind = rule({
  code: 'credit_code_kind',
  severity: 'warn',
  message: '统一社会信用代码与单位性质看来不符',
  suggestion: '请核对单位性质与证件号码',
  broken: ({ entity }) => {
    if (entity.kind === '' || entity.kind === INDIVIDUAL || entity.id_number.length !== 18)
      return [];
    const [, kinds, name] = CREDIT_KINDS.find(([start]) => start.test(entity.id_number)) ?? [];
    if (kinds === undefined || kinds.includes(entity.kind)) return [];
    return [
      { path: 'entity.kind', message: `统一社会信用代码的开头表示${name}，与所选单位性质不符` },
    ];
  },
});
