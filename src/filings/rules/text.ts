import iconv from 'iconv-lite';
import type { FilingForm } from '../forms.ts';
import { flatten } from '../paths.ts';
import { labelOf, patternOf } from './labels.ts';
import { rule } from './types.ts';

/** Least and most characters of each field in the official upload.xsd. */
const WIRE_LENGTHS: Readonly<Record<string, readonly [number, number]>> = {
  'entity.name': [1, 255],
  'entity.id_number': [1, 255],
  'entity.id_address': [1, 1024],
  'entity.investor': [1, 255],
  'entity.mailing_address': [1, 1024],
  'entity.remark': [1, 1024],
  'services.*.name': [1, 512],
  'services.*.domains.*': [4, 128],
  'services.*.home_url': [4, 255],
  'services.*.remark': [1, 1024],
  'services.*.prior_approvals.*.number': [1, 512],
  'leader.name': [1, 128],
  'leader.id_number': [1, 128],
  'leader.mobile': [11, 128],
  'leader.office_phone': [11, 128],
  'leader.email': [6, 128],
};

/** What people type instead of a character that GBK has. */
const INSTEAD: Readonly<Record<string, string>> = {
  '•': '·',
  '‧': '·',
  '・': '·',
  '⋅': '·',
  '˙': '·',
  '‐': '-',
  '‑': '-',
  '\u00a0': '空格',
  '™': '（商标）',
  '©': '（版权）',
};

/** The bureau reads GBK: characters beyond it would arrive as question marks, or break the file. */
export const outsideGbk = rule({
  code: 'not_in_gbk',
  severity: 'reject',
  message: '含有备案系统（GBK 字符集）收不了的字',
  suggestion: '请改用常用字或删去；姓名、地址中的生僻字请联系服务商确认管局认可的写法',
  broken: (form) =>
    texts(form).flatMap(([path, text]) => {
      const found = charactersOutsideGbk(text).filter(({ character }) => !isForbidden(character));
      if (found.length === 0) return [];
      const shown = found
        .slice(0, 5)
        .map(({ at, character }) => `第 ${at} 个字${quoted(character)}`);
      const more = found.length > 5 ? `等 ${found.length} 处` : '';
      const swaps = found.flatMap(
        ({ character }) => INSTEAD[character]?.replace(/^/, `${quoted(character)}请改为`) ?? [],
      );
      return {
        path,
        message: `${labelOf(path)}中有备案系统（GBK 字符集）收不了的字：${shown.join('、')}${more}`,
        ...(swaps.length === found.length ? { suggestion: [...new Set(swaps)].join('；') } : {}),
      };
    }),
});

/** Characters that XML 1.0 forbids, or that have no place in a line of text. */
export const controlCharacters = rule({
  code: 'control_character',
  severity: 'reject',
  message: '含有看不见的控制字符',
  suggestion: '多半是复制粘贴时带入的，请删去后重新输入',
  broken: (form) =>
    texts(form).flatMap(([path, text]) => {
      const allowed = path.endsWith('.remark') ? /[\n\t]/ : /$^/;
      const at = [...text].findIndex(
        (character) => isForbidden(character) && !allowed.test(character),
      );
      return at < 0 ? [] : { path, message: `${labelOf(path)}第 ${at + 1} 个字是看不见的控制字符` };
    }),
});

export const wireLengths = rule({
  code: 'length',
  severity: 'reject',
  message: '长度不符合接口规范',
  suggestion: '请按要求的字数填写',
  broken: (form) =>
    texts(form).flatMap(([path, text]) => {
      const pattern = patternOf(path).replace(/^.*\.leader\./, 'leader.');
      const [least, most] = WIRE_LENGTHS[pattern] ?? [0, Number.POSITIVE_INFINITY];
      const length = [...text].length;
      if (length > most)
        return { path, message: `${labelOf(path)}有 ${length} 个字，最多 ${most} 个` };
      return length < least ? { path, message: `${labelOf(path)}太短，至少 ${least} 个字符` } : [];
    }),
});

/** Each character of a text that plain two-byte GBK cannot carry, with its place counted from 1. */
export function charactersOutsideGbk(text: string): { at: number; character: string }[] {
  return [...text].flatMap((character, index) =>
    isGbk(character) ? [] : { at: index + 1, character },
  );
}

/** What is known of each character of the basic plane; it fills once and spares an encoder per character. */
const known = new Map<string, boolean>();

function isGbk(character: string): boolean {
  if (character <= '\u007f') return true;
  if (character.length > 1) return false;
  const answer = known.get(character) ?? isCp936(character);
  known.set(character, answer);
  return answer;
}

// cp936 is what every GBK decoder agrees on; iconv-lite's 'gbk' would add marks that some of them refuse.
function isCp936(character: string): boolean {
  const bytes = iconv.encode(character, 'cp936');
  return bytes.length === 2 && iconv.decode(bytes, 'cp936') === character;
}

/** Controls, line separators, halves of characters, and the two code points XML has no room for. */
function isForbidden(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const control =
    code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029;
  return control || (code >= 0xd800 && code < 0xe000) || code === 0xfffe || code === 0xffff;
}

function quoted(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /[\p{L}\p{N}\p{S}\p{P}]/u.test(character)
    ? `“${character}”`
    : `（看不见的字符 U+${code}）`;
}

/** Every text that goes to the bureau; a leader who is said to be the entity leader is not sent himself. */
function texts(form: FilingForm): [string, string][] {
  return Object.entries(flatten(form)).filter(([path, text]) => {
    const service = form.services[Number(/^services\.(\d+)\.leader\./.exec(path)?.[1] ?? -1)];
    return (
      text !== '' &&
      /^(entity|services)\./.test(path) &&
      !service?.leader_same &&
      labelOf(path) !== ''
    );
  });
}
