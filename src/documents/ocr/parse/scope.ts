import { type Cell, joined } from './cells.ts';
import { type Found, found, sureness, withoutHoles } from './found.ts';

/** The business scope: rows run on; punctuation as Chinese text sets it, a colon only after a heading. */
export function scopeOf(rows: Cell[]): Found | undefined {
  const value = joined(rows)
    .text.replaceAll(',', '，')
    .replaceAll(';', '；')
    .replaceAll('丶', '、')
    .replace(/(?<=一般|许可)项日/g, '项目')
    .replace(/^.?般(?=项目)|^[^\p{Script=Han}（]一般(?=项目)/u, '一般')
    .replace(/:(?!\/\/)/g, '：')
    .replace(/(?<!项目|范围|包括|事项)：/g, '；')
    .replaceAll('(', '（')
    .replaceAll(')', '）');
  if (value === '') return undefined;
  // A comma taken for a semicolon does not make the scope wrong.
  const letters = rows.flatMap(({ chars }) => chars).filter((char) => isLetter(char.text));
  return withoutHoles({ ...found(value, rows), confidence: sureness(letters) }, rows);
}

function isLetter(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text) && text !== '丶';
}
