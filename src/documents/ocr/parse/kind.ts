import { isIdNumber } from '../checks/id-number.ts';
import type { DocumentKind, Line } from '../types.ts';
import { textOf } from './cells.ts';

type Known = Exclude<DocumentKind, 'unknown'>;

/** Words that are printed on one kind of document, and how much each tells. */
const WORDS: Readonly<Record<Known, [RegExp, number][]>> = {
  licence: [
    [/营业执照/, 3],
    [/统一社会信用|社会信用代码/, 3],
    [/经营范围/, 2],
    [/登记机关/, 1],
    [/成立日期|注册日期/, 1],
    [/注册资本|法定代表人|经营者|经营场所/, 1],
    [/国家企业信用|市场监督管理总局|市场主体/, 1],
  ],
  id_back: [
    [/签发机|发机关/, 3],
    [/有效期限/, 2],
    [/居民身份证/, 2],
    [/中华人民共和国|人民共和国/, 1],
    [/公安局/, 1],
  ],
  id_front: [
    [/公民身份号码|公民身|身份号码/, 3],
    [/姓名/, 1],
    [/性别/, 1],
    [/民族/, 1],
    [/出生/, 1],
    [/住址/, 1],
  ],
};

/** What the lines belong to. `expect` decides where two kinds are both well shown (both sides on one sheet). */
export function kindOf(
  lines: Line[],
  expect: DocumentKind = 'unknown',
): { kind: DocumentKind; confidence: number } {
  const texts = lines.map(({ chars }) => textOf(chars).replaceAll(' ', ''));
  const text = texts.join('\n');
  const scores = new Map<Known, number>([
    ['licence', score(text, WORDS.licence)],
    ['id_back', score(text, WORDS.id_back)],
    ['id_front', score(text, WORDS.id_front) + (hasIdNumber(text) ? 3 : 0)],
  ]);
  const best = [...scores].sort((a, b) => b[1] - a[1])[0]!;
  if (best[1] < 2) return { kind: 'unknown', confidence: 0 };
  const wanted = expect === 'unknown' ? 0 : (scores.get(expect) ?? 0);
  const kind = wanted >= 4 ? expect : best[0];
  const total = [...scores.values()].reduce((a, b) => a + b, 0);
  const reached = Math.max(wanted >= 4 ? wanted : 0, wanted >= 4 ? 0 : best[1]);
  return { kind, confidence: round(Math.min(1, reached / 4) * (reached / total)) };
}

function score(text: string, words: [RegExp, number][]): number {
  return words.reduce((sum, [word, weight]) => sum + (word.test(text) ? weight : 0), 0);
}

function hasIdNumber(text: string): boolean {
  return (text.match(/\d{17}[\dX]/g) ?? []).some(isIdNumber);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
