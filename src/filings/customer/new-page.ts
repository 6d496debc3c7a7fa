import { db } from '../../platform/db.ts';
import { newToken } from '../../platform/ids.ts';
import { INDIVIDUAL } from '../forms.ts';
import { codeTables } from '../pages/checks.ts';
import { optionsOf, selectOf } from './controls.ts';

/** Stands for all kinds of units that are asked for in a list of their own. */
export const OTHER = 'other';
/** 企业, the one kind of unit that most are. */
const COMPANY = '4';

/** Who may file, and where: what the page offers, and nothing else is taken. */
export async function choices() {
  const codes = await codeTables(db);
  const units = (codes['entity_kinds'] ?? []).filter(({ id }) => id !== INDIVIDUAL);
  const kinds = [
    { value: INDIVIDUAL, label: '个人', note: '用本人身份证备案' },
    ...optionsOf(units.filter(({ id }) => id === COMPANY)).map((kind) => ({
      ...kind,
      note: '公司、个体工商户',
    })),
    { value: OTHER, label: '其他单位', note: '机关、事业单位、社会团体、学校、律所等' },
  ];
  const provinces = selectOf((codes['regions'] ?? []).filter(({ id }) => id.endsWith('0000')));
  const others = selectOf(units.filter(({ id }) => id !== COMPANY));
  return { kinds, others, provinces, units: optionsOf(units) };
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');

/** What was typed on the page that begins a filing, to be shown again; `form_key` is made with the page. */
export function typedIn(posted: Record<string, unknown>) {
  return {
    entity_kind: text(posted['entity_kind']),
    other_kind: text(posted['other_kind']),
    province_code: text(posted['province_code']),
    id_number: text(posted['id_number']),
    domain: text(posted['domain']),
    form_key: text(posted['form_key']).slice(0, 100) || newToken(),
  };
}

/** The page with what was typed and what is wrong with it. */
export async function newPage(posted: Record<string, unknown>, fields: Record<string, string>) {
  const { kinds, others, provinces } = await choices();
  return { title: '新建备案', kinds, others, provinces, values: typedIn(posted), fields };
}
