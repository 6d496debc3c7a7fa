import { isDate } from '../checks/id-number.ts';
import type { Line } from '../types.ts';
import { type Cell, cellsOf, joined, lineHeight, middleY, part, rowsOf } from './cells.ts';
import { doubted, type Found, type FoundFields, found } from './found.ts';

const SPANS = [5, 10, 20];

/** The emblem side of an identity card: who issued it, and from when to when it holds. */
export function parseIdBack(lines: Line[]): FoundFields {
  const rows = rowsOf(cellsOf(lines)).map(joined);
  const validAt = rows.findIndex((row) => /有效期|效期限/.test(row.text) || TERM.test(row.text));
  const authority = authorityIn(rows, validAt);
  return {
    ...(authority && { authority }),
    ...(validAt >= 0 ? validity(rows[validAt]!) : {}),
  };
}

const TERM =
  /(\d{4})\D{0,2}(\d{2})\D{0,2}(\d{2})\D{1,3}(?:(\d{4})\D{0,2}(\d{2})\D{0,2}(\d{2})|(长期))/;

function authorityIn(rows: Cell[], validAt: number): Found | undefined {
  const labelAt = rows.findIndex((row) => /签发机|发机关/.test(row.text));
  const last = validAt >= 0 ? validAt : rows.length;
  const from = labelAt >= 0 ? labelAt : last - 1;
  const first = rows[from];
  if (!first) return undefined;
  const label =
    /^.{0,2}(签发机关|签发机.|.发机关)[^\p{Script=Han}]*/u.exec(first.text)?.[0].length ?? 0;
  const height = lineHeight(rows);
  const more = rows.slice(from + 1, last).filter((row) => {
    return middleY(row) - middleY(first) < 1.8 * height && /局|分局|公安/.test(row.text);
  });
  const cells = [part(first, label), ...more].filter((cell) => cell.chars.length > 0);
  if (cells.length === 0) return undefined;
  const field = found(joined(cells).text.replaceAll('（', '(').replaceAll('）', ')'), cells);
  if (!/局$|委员会$|公安/.test(field.value)) return doubted(field, 0.5, '签发机关不完整，请核对');
  return labelAt >= 0 ? field : doubted(field, 0.75, '未找到“签发机关”标签，请核对');
}

function validity(row: Cell): FoundFields {
  const match = TERM.exec(row.text);
  if (!match) return {};
  const [, y1, m1, d1, y2, m2, d2, forever] = match;
  const from = `${y1}-${m1}-${d1}`;
  const to = forever ?? `${y2}-${m2}-${d2}`;
  const cells = [part(row, match.index, match.index + match[0].length)];
  const good = isDate(from) && (forever !== undefined || (isDate(to) && isUsualSpan(from, to)));
  const field = found(from, cells, good ? 1 : 0.6, good ? [] : ['有效期限不合常规，请核对']);
  return { valid_from: field, valid_to: { ...field, value: to } };
}

/** Cards hold 5, 10 or 20 years, to the day (29 February ends on the 28th or on 1 March). */
function isUsualSpan(from: string, to: string): boolean {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  const sameDay = from.slice(5) === to.slice(5) || from.endsWith('02-29');
  return SPANS.includes(years) && sameDay;
}
