import type { Typed } from '../../profile/editing/element-form.ts';
import { put, wordsOf } from '../../profile/editing/plain-fields.ts';
import { valueAt } from '../../profile/spell-faults.ts';
import { type FieldGroup, rowsTyped, type Section, twice } from './section.ts';

const ROWS = 'codes.row';
const SEVERITY = [
  { value: '', label: '按缺省（必须改）' },
  { value: 'must', label: '必须改' },
  { value: 'remind', label: '提醒' },
];
const WHO = [
  { value: '', label: '按缺省（我们）' },
  { value: 'customer', label: '客户' },
  { value: 'us', label: '我们' },
];

/** Codes of results that this interface calls otherwise than V3.0, or that V3.0 has not. */
export const codesSection: Section = {
  title: '结果代码',
  intro:
    '只填与 V3.0 不同的代码。相当于 V3.0 某个代码的，按那个代码处理：同样的提示、同样的字段；V3.0 没有的，写明含义和办法。清空代码即删除。',
  holds: (at) => at === 'codes' || at.startsWith('codes.'),
  groups: (document) => {
    const known = Object.entries(Object(valueAt(document, ['codes'])));
    const rows = known.map(([code, told], n) => groupOf(n, code, told));
    return [...rows, groupOf(known.length, '', {})];
  },
  write: (document, typed) => {
    const rows = rowsTyped(typed, ROWS);
    const entries = rows.map(({ typed: row }) => [row['code'] ?? '', codeOf(row)] as const);
    const named = entries.filter(([code]) => code !== '');
    put(document, 'codes', named.length > 0 ? Object.fromEntries(named) : undefined);
    return { ...twice(rows, 'code', ROWS), ...withoutCode(rows) };
  },
  fieldAt: (at, typed) => {
    const [, code = '', key = 'code'] = at.split('.');
    const row = rowsTyped(typed, ROWS).find((one) => one.typed['code'] === code);
    return row ? `${ROWS}.${row.n}.${key}` : '';
  },
};

function withoutCode(rows: { n: number; typed: Typed }[]): Record<string, string> {
  const lost = rows.filter(
    ({ typed }) => !typed['code'] && ['means', 'meaning', 'advice'].some((key) => typed[key]),
  );
  const isLast = (n: number) => n === Math.max(...rows.map((row) => row.n));
  return Object.fromEntries(
    lost.filter(({ n }) => isLast(n)).map(({ n }) => [`${ROWS}.${n}.code`, '请填写代码']),
  );
}

function groupOf(n: number, code: string, told: unknown): FieldGroup {
  const text = (key: string) => {
    const value = valueAt(told, [key]);
    return Array.isArray(value) ? value.join(' ') : String(value ?? '');
  };
  const field = (key: string, label: string, more: object = {}) => ({
    ...{ name: `${ROWS}.${n}.${key}`, label, value: key === 'code' ? code : text(key), ...more },
  });
  const same = text('means') ? `，相当于 ${text('means')}` : '';
  return {
    title: code === '' ? '加一个代码' : `代码 ${code}${same}`,
    folded: code !== '',
    fields: [
      field('code', '代码', { inputmode: 'numeric', size: 's' }),
      field('means', '相当于 V3.0 的代码', { inputmode: 'numeric', size: 's', example: '1010' }),
      field('meaning', '含义', { hint: 'V3.0 没有的代码必填', maxlength: 200 }),
      field('advice', '怎么办', { maxlength: 300 }),
      field('severity', '轻重', { type: 'select', options: SEVERITY }),
      field('who', '谁来处理', { type: 'select', options: WHO }),
      field('paths', '字段', {
        wide: true,
        example: 'services.{service}.name',
        hint: '用空格隔开',
      }),
    ],
  };
}

function codeOf(row: Typed): object {
  const texts = ['means', 'meaning', 'advice', 'severity', 'who'] as const;
  const told = texts.flatMap((key) => (row[key] ? [[key, row[key]]] : []));
  const paths = row['paths'] ? [['paths', wordsOf(row['paths'])]] : [];
  return Object.fromEntries([...told, ...paths]);
}
