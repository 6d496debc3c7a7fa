import { PROVINCE_CODES } from '../checks/id-number.ts';
import { type Cell, joined, part } from './cells.ts';
import { doubted, type Found, found, withoutHoles } from './found.ts';

const PROVINCES = [...new Set(Object.values(PROVINCE_CODES))];

/** An address out of its rows: what stands before the province is cut, the province's name is repaired. */
export function addressOf(cells: Cell[]): Found {
  const all = joined(cells);
  const start = provinceStart(all);
  const kept = start > 0 && start <= 4 ? part(all, start) : all;
  const whole = plain(repairedProvince(kept));
  const value = whole.replace(WATERMARK, '');
  const read = withoutHoles(found(value, [kept]), cells);
  const field = value === whole ? read : doubted(read, 0.75, '地址旁有水印文字，请核对');
  const odd = !/[省市区县旗州盟]/.test(value) || value.length < 6;
  return odd ? doubted(field, 0.6, '地址不完整，请核对') : field;
}

/** Addresses are printed with half-width signs. */
export function plain(text: string): string {
  return text
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .replaceAll('，', ',')
    .replace(/[—–－一](?=\d)/g, (dash, at) => (/\d/.test(text[at - 1] ?? '') ? '-' : dash))
    .replaceAll('：', ':');
}

/** What people write across copies, where it runs into the end of an address. */
const WATERMARK = /(?<=[室号组楼层栋幢\d])(?:仅供?|备案?|案|网站|专用?|使用|他用|无效)+$/;

function provinceStart(cell: Cell): number {
  const places = PROVINCES.map((name) => cell.text.indexOf(name)).filter((at) => at >= 0);
  return places.length > 0 ? Math.min(...places) : 0;
}

/** One wrong character in a province's name is put right when the network offers the right one at all. */
function repairedProvince(cell: Cell): string {
  const { text, chars } = cell;
  if (PROVINCES.some((name) => text.startsWith(name))) return text;
  const close = PROVINCES.filter((name) => {
    const wrong = [...name].filter((char, i) => text[i] !== char).length;
    return wrong === 1 && name.length > 2;
  });
  if (close.length !== 1) return text;
  const name = close[0]!;
  const at = [...name].findIndex((char, i) => text[i] !== char);
  const offered = chars[at]?.others.some((guess) => guess.text === name[at]);
  return offered || name.length > 3 ? name + text.slice(name.length) : text;
}
