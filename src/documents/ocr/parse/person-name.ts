import { type Cell, part } from './cells.ts';
import { doubted, type Found, found } from './found.ts';

/** A person's name: hanzi, and the dot that parts the names of some peoples. */
export function personName(cell: Cell): Found | undefined {
  const kept = cell.chars.map((char) => ({ ...char, text: mended(char.text) }));
  const clean = kept.filter((char) => /[\p{Script=Han}·]/u.test(char.text));
  const value = clean
    .map((char) => char.text)
    .join('')
    .replace(/^·+|·+$/g, '');
  if (value === '') return undefined;
  const trimmed = clean.length === kept.length ? cell : { ...part(cell, 0), chars: clean };
  const field = found(value, [trimmed]);
  return checked(field, clean.length < kept.length);
}

function mended(text: string): string {
  if (/^[.·•・‧∙。]$/.test(text)) return '·';
  return /^[-—－―]$/.test(text) ? '一' : text;
}

/** Shapes a name seldom has are for the person to look at. */
function checked(field: Found, droppedSome: boolean): Found {
  const { value } = field;
  if (droppedSome) return doubted(field, 0.7, '姓名旁有其他字符，请核对');
  if (value.length < 2) return doubted(field, 0.5, '姓名不完整，请核对');
  if (value.length >= 5 && !value.includes('·'))
    return doubted(field, 0.5, '姓名可能漏了“·”，请核对');
  return field;
}
