import { nearest } from '../text/edit-distance.ts';
import { plain } from './address.ts';
import { type Cell, joined } from './cells.ts';
import { doubted, type Found, found } from './found.ts';

const COMPANIES = ['有限责任公司', '股份有限公司'];
const DETAILS = [
  '自然人投资或控股',
  '自然人独资',
  '法人独资',
  '自然人投资或控股的法人独资',
  '非自然人投资或控股的法人独资',
  '国有独资',
  '国有控股',
  '外商投资企业法人独资',
  '外国法人独资',
  '外国自然人独资',
  '港澳台法人独资',
  '港澳台自然人独资',
  '台港澳法人独资',
  '台港澳自然人独资',
  '台港澳与境内合资',
  '港澳台投资、非独资',
  '中外合资',
  '中外合作',
  '外商合资',
  '外商投资、非独资',
  '外商投资企业与内资合资',
  '非上市',
  '上市',
  '非上市、自然人投资或控股',
  '非上市、国有控股',
  '上市、自然人投资或控股',
  '上市、国有控股',
  '非上市、外商投资企业投资',
  '上市、外商投资企业投资',
];

/** The wordings registries use (GB/T 32152 names as printed on licences). */
export const LICENCE_TYPES: readonly string[] = [
  '个体工商户',
  '个人独资企业',
  '普通合伙企业',
  '有限合伙企业',
  '特殊普通合伙企业',
  '农民专业合作社',
  '全民所有制',
  '集体所有制',
  '股份合作制',
  '联营企业',
  '个人独资企业分支机构',
  '合伙企业分支机构',
  '外商投资企业分支机构',
  ...COMPANIES.flatMap((form) => [
    form,
    `其他${form}`,
    `${form}分公司`,
    `其他${form}分公司`,
    ...DETAILS.flatMap((d) => [`${form}(${d})`, `其他${form}(${d})`, `${form}分公司(${d})`]),
  ]),
];

/** The kind of business: as read when it is a known wording, else the one wording very near to it. */
export function licenceType(rows: Cell[]): Found | undefined {
  const whole = joined(rows);
  const text = plain(whole.text).replace(/[.·。]+$/, '');
  if (text === '') return undefined;
  const field = found(text, rows);
  if (LICENCE_TYPES.includes(text))
    return { ...field, confidence: Math.max(field.confidence, 0.9) };
  const close = nearest(text, LICENCE_TYPES);
  const allowed = Math.max(1, Math.floor(text.length / 6));
  if (close && close.distance <= allowed) {
    return { ...field, value: close.word, confidence: close.distance === 1 ? 0.85 : 0.7 };
  }
  return doubted(field, 0.7, '类型不是常见的写法，请核对');
}
