import { isDate } from '../checks/id-number.ts';
import { type Cell, part } from './cells.ts';
import { doubted, type Found, found } from './found.ts';

const HAN_DIGITS: Readonly<Record<string, string>> = {
  〇: '0',
  零: '0',
  '○': '0',
  O: '0',
  o: '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};
const DATE = /(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?/;
const HAN_DATE =
  /([〇零○Oo一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日/;

/** The first date of a cell as `YYYY-MM-DD`, printed in digits or in hanzi. */
export function dateIn(cell: Cell): Found | undefined {
  const match = DATE.exec(cell.text) ?? HAN_DATE.exec(cell.text);
  if (!match) return undefined;
  const value = isoDate(match);
  if (!isDate(value)) return undefined;
  return found(value, [part(cell, match.index, match.index + match[0].length)]);
}

function isoDate([, year, month, day]: RegExpExecArray): string {
  const digits = [...year!].map((char) => HAN_DIGITS[char] ?? char).join('');
  return `${digits}-${hanNumber(month!).padStart(2, '0')}-${hanNumber(day!).padStart(2, '0')}`;
}

/** 二十三 → 23; digits stay. */
function hanNumber(text: string): string {
  if (/^\d+$/.test(text)) return text;
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text];
  const ten = text.includes('十') ? Number(HAN_DIGITS[tens!] ?? 1) * 10 : 0;
  return String(ten + Number(HAN_DIGITS[ones!] ?? 0));
}

const TERM =
  /^(?:自)?(\d{4}年\d{1,2}月\d{1,2}日)(?:起)?[至到—-](\d{4}年\d{1,2}月\d{1,2}日|长期|永久|无固定期限|\*+)$/;

/** A business term as printed: 长期, or from a day to a day or 长期. */
export function termOf(cell: Cell): Found | undefined {
  const text = cell.text.replaceAll(/[.。·:：]/g, '');
  if (/^(长期|永久|无固定期限|不约定期限)$/.test(text)) return found(text, [cell]);
  if (/长期?$|^.?期$/.test(text) && text.length <= 3) {
    return found('长期', [cell], 0.8, ['营业期限按相近的字补正，请核对']);
  }
  const match = TERM.exec(text);
  const field = found(text, [cell]);
  if (!match) return text.length > 1 ? doubted(field, 0.5, '营业期限格式不符，请核对') : undefined;
  const dates = [...text.matchAll(/(\d{4})年(\d{1,2})月(\d{1,2})日/g)].map(isoDate);
  const inOrder = dates.every(isDate) && (dates.length < 2 || dates[0]! < dates[1]!);
  return inOrder ? field : doubted(field, 0.4, '营业期限的日期不合理，请核对');
}
