import { editDistance } from '../text/edit-distance.ts';
import type { Char } from '../types.ts';

/** The field a printed label of a licence stands for; '' for labels that only end another field. */
export type LabelName =
  | 'name'
  | 'type'
  | 'address'
  | 'legal_person'
  | 'registered_capital'
  | 'established_on'
  | 'term'
  | 'scope'
  | 'composition'
  | 'credit_code'
  | '';

/** Every wording seen on licences since 2014, the longer first. */
const LABELS: readonly [string, LabelName][] = (
  [
    ['执行事务合伙人', 'legal_person'],
    ['统一社会信用代码', 'credit_code'],
    ['主要经营场所', 'address'],
    ['法定代表人', 'legal_person'],
    ['经营者姓名', 'legal_person'],
    ['经营期限', 'term'],
    ['营业期限', 'term'],
    ['合伙期限', 'term'],
    ['经营场所', 'address'],
    ['营业场所', 'address'],
    ['注册资本', 'registered_capital'],
    ['注册资金', 'registered_capital'],
    ['成员出资总额', 'registered_capital'],
    ['资金数额', 'registered_capital'],
    ['成立日期', 'established_on'],
    ['注册日期', 'established_on'],
    ['经营范围', 'scope'],
    ['业务范围', 'scope'],
    ['组成形式', 'composition'],
    ['企业类型', 'type'],
    ['公司类型', 'type'],
    ['企业名称', 'name'],
    ['字号名称', 'name'],
    ['登记机关', ''],
    ['发照日期', ''],
    ['核准日期', ''],
    ['注册号', ''],
    ['负责人', 'legal_person'],
    ['经营者', 'legal_person'],
    ['投资人', 'legal_person'],
    ['出资额', 'registered_capital'],
    ['名称', 'name'],
    ['字号', 'name'],
    ['类型', 'type'],
    ['住所', 'address'],
    ['住址', 'address'],
  ] satisfies [string, LabelName][]
).sort((a, b) => b[0].length - a[0].length);

/**
 * The label a text begins with, and how long it is there. A character the network offers as a possibility
 * counts as right; beyond that one may be wrong in four, two in six.
 */
export function labelAt(chars: Char[]): { name: LabelName; length: number } | undefined {
  const text = chars.map((char) => char.text).join('');
  const exact = LABELS.find(([word]) => text.startsWith(word));
  if (exact) return { name: exact[1], length: exact[0].length };
  const close = LABELS.find(([word]) => {
    if (word.length < 4) return false;
    const start = [...word].map((letter, i) => offered(chars[i], letter)).join('');
    const near = editDistance(start, word) <= (word.length >= 6 ? 2 : 1);
    return near && [...start].some((letter, i) => letter === word[i]);
  });
  return close && { name: close[1], length: close[0].length };
}

function offered(char: Char | undefined, letter: string): string {
  return char?.others.some((guess) => guess.text === letter) ? letter : (char?.text ?? '');
}

/** Where labels stand inside a text, exactly: two columns read as one line. */
export function labelsInside(text: string): number[] {
  const places = LABELS.map(([word]) => text.indexOf(word, 1)).filter((at) => at > 0);
  return [...new Set(places)].sort((a, b) => a - b);
}

/** Is this the beginning of a label, its other letters standing further right? */
export function beginsLabel(text: string): boolean {
  return LABELS.some(([word]) => word.length > text.length && word.startsWith(text));
}
