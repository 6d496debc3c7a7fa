import type { Typed } from '../../profile/editing/element-form.ts';
import { numberOf, put } from '../../profile/editing/plain-fields.ts';
import { valueAt } from '../../profile/spell-faults.ts';
import {
  type FieldGroup,
  plainGroup,
  rowsTyped,
  type Section,
  twice,
  writePlains,
} from './section.ts';
import { ANSWERS, CALLS, CARRIED, CODES, DEEDS, FRAME, QUERIES, SECURITY } from './wire-words.ts';

const METHODS = Object.entries(CALLS).map(([call, label]) => ({
  path: `wire.calls.${call}.method`,
  label: `${label}：方法名`,
}));
const PLAINS = [...FRAME, ...SECURITY, ...CODES, ...ANSWERS, ...QUERIES, ...METHODS];
const OWN = /^(title|wire|document\.(root|version|charset))(\.|$)/;
const REACTIONS = 'wire.reactions.row';
const rowsOfCall = (call: string) => `wire.calls.${call}.row`;

const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** How the interface is called, what its answers are named and what their codes mean. */
export const wireSection: Section = {
  title: '调用与代码',
  intro: '方法、参数、哈希、加密、返回内容的名称，以及收到每个代码时怎么办。',
  holds: (at) => OWN.test(at),
  groups: (document) => [
    plainGroup(document, '报文', FRAME),
    plainGroup(document, '哈希与加密', SECURITY),
    { ...plainGroup(document, '算法的代码', CODES), folded: true },
    ...under(
      '调用',
      Object.entries(CALLS).map(([call, label]) => callGroup(document, call, label)),
    ),
    ...under('返回', [
      { ...plainGroup(document, '返回内容的名称', ANSWERS), folded: true },
      { ...plainGroup(document, '查询返回的名称', QUERIES), folded: true },
    ]),
    ...under('收到返回代码时怎么办', reactionGroups(document)),
  ],
  write: (document, typed) => {
    writePlains(document, PLAINS, typed);
    return { ...writeParameters(document, typed), ...writeReactions(document, typed) };
  },
  fieldAt: (at, typed) => {
    const [, list = '', name = '', inner = '', key = ''] = at.split('.');
    if (list === 'reactions') return rowField(typed, REACTIONS, ['code', name], inner || 'code');
    if (list === 'calls' && inner === 'parameters')
      return rowField(typed, rowsOfCall(name), ['name', key], 'name');
    return PLAINS.find(({ path }) => at === path || at.startsWith(`${path}.`))?.path ?? '';
  },
};

function under(above: string, groups: FieldGroup[]): FieldGroup[] {
  return groups.map((group, n) => (n === 0 ? { ...group, above } : group));
}

function rowField(
  typed: Typed,
  prefix: string,
  [by, name]: readonly [string, string],
  key: string,
): string {
  const row = rowsTyped(typed, prefix).find((one) => one.typed[by] === name);
  return row ? `${prefix}.${row.n}.${key}` : '';
}

function callGroup(document: unknown, call: string, label: string): FieldGroup {
  const known = valueAt(document, ['wire', 'calls', call, 'parameters']);
  const rows = [...Object.entries(Object(known)), ['', '']];
  const fields = rows.flatMap(([name, carried], n) => {
    const which = name === '' ? '另加参数' : `参数 ${n + 1}`;
    const prefix = `${rowsOfCall(call)}.${n}`;
    const options = [{ value: '', label: '请选择' }, ...optionsOf(CARRIED)];
    return [
      { name: `${prefix}.name`, label: `${which}：名称`, value: String(name) },
      {
        ...{ name: `${prefix}.carries`, label: `${which}：内容`, value: String(carried) },
        ...{ type: 'select', options },
      },
    ];
  });
  const method = plainGroup(
    document,
    '',
    METHODS.filter(({ path }) => path.includes(`.${call}.`)),
  );
  const wide = method.fields.map((field) => ({ ...field, wide: true }));
  const hint = '参数按顺序写；清空名称即删除。';
  return { title: `${label}的方法和参数`, hint, folded: true, fields: [...wide, ...fields] };
}

function writeParameters(document: unknown, typed: Typed): Record<string, string> {
  const errors = Object.keys(CALLS).map((call) => {
    const rows = rowsTyped(typed, rowsOfCall(call));
    if (rows.length === 0) return {};
    const named = rows.filter(({ typed: row }) => row['name']);
    const entries = named.map(({ typed: row }) => [row['name'], row['carries']]);
    put(document, `wire.calls.${call}.parameters`, Object.fromEntries(entries));
    return twice(rows, 'name', rowsOfCall(call));
  });
  return Object.assign({}, ...errors);
}

function reactionGroups(document: unknown): FieldGroup[] {
  const known = Object.entries(Object(valueAt(document, ['wire', 'reactions'])));
  return [...known, ['', {}] as const].map(([code, told], n) => {
    const text = (key: string) => String(valueAt(told, [key]) ?? '');
    const name = (key: string) => `${REACTIONS}.${n}.${key}`;
    const minutes = { inputmode: 'numeric', unit: '分钟', size: 's', hint: '“等”和“核实”要填' };
    const title = code === '' ? '加一个代码' : `${code}：${DEEDS[text('do')] ?? ''}`;
    return {
      ...{ title, folded: true },
      hint: code === '*' ? '* 是没有列出的所有代码，必须保留。' : '清空代码即删除。',
      fields: [
        { name: name('code'), label: '代码', value: code, size: 's' },
        {
          ...{ name: name('do'), label: '怎么办', value: text('do') || 'stop' },
          ...{ type: 'select', options: optionsOf(DEEDS) },
        },
        { name: name('minutes'), label: '过多久', value: text('minutes'), ...minutes },
        { name: name('words'), label: '告诉我们的话', value: text('words'), maxlength: 300 },
      ],
    };
  });
}

const WITH_WORDS = ['split', 'wait', 'doubt', 'stop'];
const WITH_MINUTES = ['wait', 'doubt'];

function writeReactions(document: unknown, typed: Typed): Record<string, string> {
  const rows = rowsTyped(typed, REACTIONS);
  if (rows.length === 0) return {};
  const named = rows.filter(({ typed: row }) => row['code']);
  const entries = named.map(({ typed: row }) => {
    const what = row['do'] ?? '';
    const minutes = WITH_MINUTES.includes(what) ? { minutes: numberOf(row['minutes'] ?? '') } : {};
    const words = WITH_WORDS.includes(what) ? { words: row['words'] ?? '' } : {};
    return [row['code'], { do: what, ...minutes, ...words }];
  });
  put(document, 'wire.reactions', Object.fromEntries(entries));
  return twice(rows, 'code', REACTIONS);
}
