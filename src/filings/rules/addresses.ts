import type { FilingForm } from '../forms.ts';
import { type CheckContext, rule } from './types.ts';

const NUMBER = '[0-9０-９A-Za-z一二三四五六七八九十百〇零甲乙丙丁]';
const DOOR = new RegExp(`${NUMBER}\\s*(号|室|栋|幢|弄|楼|层|座|单元|院|组|队|户|门|区|房|铺)`);
const RURAL = /[村屯寨庄营堡浜湾]|(农场|林场|牧场|大队|居委会)/;
const ROOM = /室|楼|层|栋|幢|座|单元|房|铺|户|无楼层|[村屯寨组队]|农场|林场/;

/** Cards and licences of the mainland say at least a county and a road or village; a passport's holder may live abroad. */
export const idAddressWhole = rule({
  code: 'id_address_vague',
  severity: 'warn',
  message: '证件住所看来不完整',
  suggestion: '请照证件逐字填写，从省市写到门牌号',
  broken: ({ entity: { id_address: address } }) =>
    address === '' || ([...address].length >= 6 && /\p{Script=Han}/u.test(address))
      ? []
      : ['entity.id_address'],
});

export const addressDetail = rule({
  code: 'address_vague',
  severity: 'reject',
  reason: 'mailing_address_vague',
  broken: ({ entity: { mailing_address: address } }) =>
    address === '' || DOOR.test(address) || RURAL.test(address) || address.endsWith('无楼层')
      ? []
      : ['entity.mailing_address'],
});

export const addressRoom = rule({
  code: 'address_room',
  severity: 'warn',
  reason: 'mailing_address_vague',
  message: '没有楼层或房号',
  suggestion: '请补上楼栋房号；确实没有的，在末尾写“无楼层”',
  broken: ({ entity: { mailing_address: address } }) =>
    DOOR.test(address) && !ROOM.test(address) ? ['entity.mailing_address'] : [],
});

export const addressShorthand = rule({
  code: 'address_shorthand',
  severity: 'warn',
  reason: 'mailing_address_form',
  message: '有简写符号',
  suggestion: '请把“#”“3-2-501”这样的简写写全，如“3 号楼 2 单元 501 室”',
  broken: ({ entity: { mailing_address: address } }) =>
    /#|\d-\d+-\d/.test(address) ? ['entity.mailing_address'] : [],
});

/** The bureau prints province, city and county in front of it itself. */
export const addressRepeats = rule({
  code: 'address_repeats_region',
  severity: 'warn',
  reason: 'mailing_address_form',
  message: '不用再写省市区',
  suggestion: '省市区已在上面选好，这里从街道或路名写起',
  broken: (form, context) => {
    const { mailing_address: address } = form.entity;
    const names = regionNames(form, context);
    const repeated = names.find((name) => address.startsWith(name));
    if (repeated === undefined) return [];
    const rest = names.reduce(
      (left, name) => (left.startsWith(name) ? left.slice(name.length) : left),
      address,
    );
    const suggestion = rest === '' ? {} : { suggestion: `请改为“${rest}”` };
    return [{ path: 'entity.mailing_address', ...suggestion }];
  },
});

/** 河北, 河南 and 贵州 ask for both addresses in one city. */
export const addressesInOneCity = rule({
  code: 'address_other_city',
  severity: 'warn',
  reason: 'addresses_other_city',
  broken: ({ entity }, { province, codes }) => {
    if (!province.same_city_address) return [];
    const within = entity.province_code.slice(0, 2);
    const cities = (codes['regions'] ?? []).filter(
      ({ id }) => id.startsWith(within) && id.endsWith('00') && !id.endsWith('0000'),
    );
    const named = cities.find(({ name }) => entity.id_address.includes(name));
    return named !== undefined && named.id !== entity.city_code ? ['entity.city_code'] : [];
  },
});

/** 浙江省, 浙江, 杭州市, 滨江区 of what was chosen, in the order they would be written. */
function regionNames(form: FilingForm, { codes, province }: CheckContext): string[] {
  const named = (code: string) => codes['regions']?.find(({ id }) => id === code)?.name ?? '';
  const { city_code, county_code } = form.entity;
  const names = [province.full_name, province.name, named(city_code), named(county_code)];
  return names.filter((name) => name.length > 1 && !/^(市辖区|县)$|直辖县级/.test(name));
}
