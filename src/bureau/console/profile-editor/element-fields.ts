import { FIELDS, NEW_CHOICE, type Shape, type Typed } from '../../profile/editing/element-form.ts';

type Options = { value: string; label: string }[];

const optionsOf = (words: Record<string, string>): Options =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

export const SOURCE_WORDS: Record<string, string> = {
  from: '我们的字段',
  pick: '表达式（JMESPath）',
  text: '文本（Liquid）',
  value: '固定值',
  number: '稳定编号',
};

export const FORMAT_WORDS: Record<string, string> = {
  text: '文字',
  number: '数字',
  ipv4: 'IPv4 地址',
  date: '日期',
  base64: '图片（base64）',
  md5_hex: 'MD5',
};

export const SHAPE_WORDS: Record<Shape, string> = {
  leaf: '元素',
  children: '组',
  part: '公共部分',
  choice: '多选一',
};

const CONTROLS: Record<string, object> = {
  name: { label: '元素名', required: true, maxlength: 64, autocomplete: 'off' },
  source: { label: '来源', type: 'select', options: optionsOf(SOURCE_WORDS), required: true },
  source_value: {
    label: '来源内容',
    hint: '字段路径、表达式、文本或固定值；稳定编号可不填',
    example: 'leader.mobile',
  },
  as: { label: '格式', type: 'select', options: optionsOf(FORMAT_WORDS), required: true },
  optional: {
    ...{ label: '必填', type: 'select', required: true },
    options: optionsOf({ no: '必填', yes: '选填，没有内容就不写' }),
  },
  min: { label: '最短或最小', inputmode: 'numeric', hint: '文字按字数，数字按大小', size: 's' },
  max: { label: '最长或最大', inputmode: 'numeric', size: 's' },
  max_kb: { label: '图片上限', inputmode: 'numeric', unit: 'KB', size: 's' },
  many: { label: '最多几个', inputmode: 'numeric', hint: '每个值写一个元素时填', size: 's' },
  when: { label: '条件', hint: 'JMESPath，成立才写' },
  not_below: { label: '不小于哪个元素', hint: '同一层的元素名' },
  given: { label: '管局编号的字段', hint: '稳定编号用：管局给过编号时从这里取' },
  words: { label: '不合要求时说什么', maxlength: 100 },
  blame: { label: '提示在哪个字段', hint: '不填则为来源字段' },
  note: { label: '说明', maxlength: 500 },
  in: { label: '起点字段', hint: '里面的字段从这里算起', example: 'leader' },
  each: { label: '逐项重复的列表', hint: '列表有几项就写几次', example: 'services' },
  key: { label: '区分各项的字段', hint: '用空格隔开，顺序变了编号也不变；@ 是这一项本身' },
  part: { label: '公共部分', type: 'select', required: true },
  other_name: { label: '第二个元素名', required: true, maxlength: 64 },
  other_value: { label: '第二个元素的字段', required: true },
};

const IN_CHOICE: Record<string, object> = {
  name: { ...CONTROLS['name'], label: '第一个元素名' },
  source_value: { label: '第一个元素的字段', required: true },
};

const WHERE = { after: '之后', before: '之前', inside: '里面（最后）' };

interface Form {
  shape: Shape;
  typed: Typed;
  errors: Record<string, string>;
  isNew: boolean;
  /** Names of shared parts, to choose from. */
  parts: string[];
  /** Where a new element may go. */
  places: readonly (keyof typeof WHERE)[];
}

/** The fields of an element's form, for the partial. */
export function elementFields(form: Form): object[] {
  const { shape, isNew } = form;
  const names = shape === 'choice' && isNew ? [...NEW_CHOICE, ...FIELDS[shape]] : FIELDS[shape];
  const own = names.map((name) => fieldShown(name, form));
  if (!isNew || form.places.length < 2) return own;
  const options = form.places.map((value) => ({ value, label: WHERE[value] }));
  const value = form.typed['where'] ?? options[0]?.value ?? '';
  const where = { name: 'where', label: '加在哪里', type: 'select', required: true };
  return [{ ...where, options, value }, ...own];
}

function fieldShown(name: string, { shape, typed, errors, isNew, parts }: Form): object {
  const known = shape === 'choice' && isNew ? (IN_CHOICE[name] ?? CONTROLS[name]) : CONTROLS[name];
  const options =
    name === 'part' ? { options: parts.map((value) => ({ value, label: value })) } : {};
  return { name, ...known, ...options, value: typed[name] ?? '', error: errors[name] ?? null };
}

export function labelOf(name: string): string {
  const label: unknown = Reflect.get(CONTROLS[name] ?? {}, 'label');
  return typeof label === 'string' ? label : '元素';
}
