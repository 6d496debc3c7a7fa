import { type Cell, joined } from './cells.ts';
import { type Found, found } from './found.ts';

/** The business scope: rows run on; punctuation as Chinese text sets it. */
export function scopeOf(rows: Cell[]): Found | undefined {
  const text = joined(rows).text;
  const value = text
    .replaceAll(',', '，')
    .replaceAll(';', '；')
    .replace(/:(?!\/\/)/g, '：')
    .replaceAll('(', '（')
    .replaceAll(')', '）');
  return value === '' ? undefined : found(value, rows);
}
