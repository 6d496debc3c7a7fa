import { MISTAKEN, SURNAMES } from '../text/names.ts';
import type { Char } from '../types.ts';
import type { Cell } from './cells.ts';
import { doubted, type Found, found } from './found.ts';

/** A person's name: hanzi, and the dot that parts the names of some peoples. */
export function personName(cell: Cell): Found | undefined {
  const marked = cell.chars.map((char) => ({ ...char, text: mended(char.text) }));
  const clean = withoutEdgeDots(marked.filter((char) => /[\p{Script=Han}·]/u.test(char.text)));
  const chars = withLostDot(clean);
  const value = chars.map((char) => MISTAKEN[char.text] ?? char.text).join('');
  if (value === '') return undefined;
  const name = { ...cell, chars, text: value };
  let field = found(value, [name]);
  for (const [holds, most, warning] of oddities(name, marked.length)) {
    if (holds) field = doubted(field, most, warning);
  }
  return field;
}

function mended(text: string): string {
  if (/^[.·•・‧∙。]$/.test(text)) return '·';
  return /^[-—－―]$/.test(text) ? '一' : text;
}

function withoutEdgeDots(chars: Char[]): Char[] {
  const from = chars.findIndex((char) => char.text !== '·');
  const to = chars.findLastIndex((char) => char.text !== '·');
  return from < 0 ? [] : chars.slice(from, to + 1);
}

/** A long name without a dot but with one gap wider than the others has lost it there. */
function withLostDot(chars: Char[]): Char[] {
  if (chars.length < 5 || chars.some((char) => char.text === '·')) return chars;
  const gaps = chars.slice(1).map((char, i) => char.x - chars[i]!.x);
  const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1]!;
  const wide = gaps.flatMap((gap, i) => (gap > 1.22 * usual ? [i + 1] : []));
  if (wide.length !== 1) return chars;
  const at = wide[0]!;
  const dot = { text: '·', p: 0, x: (chars[at - 1]!.x + chars[at]!.x) / 2, others: [] };
  return [...chars.slice(0, at), dot, ...chars.slice(at)];
}

/** Shapes a name seldom has: the person is asked to look. */
function oddities(name: Cell, seen: number): [holds: boolean, most: number, warning: string][] {
  const { text, chars } = name;
  const dotted = text.includes('·');
  return [
    [chars.filter((char) => char.p > 0).length < seen, 0.7, '姓名旁有其他字符，请核对'],
    [chars.some((char) => char.p === 0), 0.6, '“·”是按字距补上的，请核对'],
    [text.length < 2, 0.5, '姓名不完整，请核对'],
    [text.length >= 5 && !dotted, 0.5, '姓名可能漏了“·”，请核对'],
    [
      text.length === 4 && !dotted && !COMPOUND.includes(text.slice(0, 2)),
      0.75,
      '姓名较长，请核对',
    ],
    [chars.some((char) => char.text in MISTAKEN), 0.7, '姓名中有形近字，请核对'],
    [text.length < 4 && !startsWithSurname(text), 0.7, '姓氏不常见，请核对'],
    [!dotted && hasGap(name), 0.7, '姓名中可能漏了字，请核对'],
  ];
}

function startsWithSurname(text: string): boolean {
  return SURNAMES.has(text[0]!) || COMPOUND.includes(text.slice(0, 2));
}

const COMPOUND =
  '欧阳 上官 司马 诸葛 皇甫 尉迟 公孙 慕容 令狐 司徒 东方 端木 夏侯 宇文 长孙 南宫 西门 独孤 第五 轩辕 钟离 闾丘 淳于 单于 太史 申屠 公冶 赫连 呼延 百里 东郭 万俟'.split(
    ' ',
  );

/** Room for one more glyph between two, or behind the last: its character may have been lost. */
function hasGap({ chars, box }: Cell): boolean {
  const wide = 1.25 * box.height;
  const behind = box.left + box.width - chars.at(-1)!.x > 1.1 * box.height;
  return behind || chars.some((char, i) => i > 0 && char.x - chars[i - 1]!.x > wide);
}
