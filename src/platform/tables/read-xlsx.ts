import { hasText, MOST_COLUMNS, MOST_ROW_CHARS, type TableRow, unreadable } from './table.ts';
import { noTable, openArchive } from './xlsx-archive.ts';
import { type Book, openBook, unescaped } from './xlsx-book.ts';
import { dateOfSerial } from './xlsx-dates.ts';
import { type XmlEvent, xmlEvents } from './xlsx-xml.ts';

/** All a sheet may say once its shared texts stand in every cell that names them: a few bytes may name a megabyte. */
const MOST_CHARS = 100 * 1024 * 1024;
/** The last row of a sheet, in every program. */
const LAST_ROW = 1_048_576;

/** The rows of the first sheet of an XLSX: formulas by the value they were saved with, dates as 2026-01-31. */
export async function* readXlsx(bytes: Buffer): AsyncGenerator<TableRow> {
  const archive = await openArchive(bytes);
  const book = await openBook(archive);
  let done: TableRow[] = [];
  let chars = 0;
  const take = sheetReader(book, (row) => {
    chars += row.cells.reduce((sum, cell) => sum + cell.length, 0);
    if (chars > MOST_CHARS) throw unreadable('表格解开后太大，请另存为 CSV 再上传');
    done.push(row);
  });
  for await (const events of xmlEvents(archive, book.sheet)) {
    events.forEach(take);
    yield* done;
    done = [];
  }
}

interface Cell {
  column: number;
  type: string;
  style: number;
  text: string;
}

/** Takes the events of a sheet in order, and tells of each row that holds text. */
function sheetReader(book: Book, tell: (row: TableRow) => void): (event: XmlEvent) => void {
  let row = 0;
  let cells: string[] = [];
  let chars = 0;
  let column = -1;
  let cell: Cell | undefined;
  let inValue = false;
  return (event) => {
    if (event.kind === 'text') {
      if (cell && inValue) cell.text += event.text;
      return;
    }
    const isOpen = event.kind === 'open';
    if (event.name === 'v' || event.name === 't') inValue = isOpen;
    if (event.name === 'c' && event.kind === 'open') {
      cell = cellAt(event.attributes, column + 1);
      column = cell.column;
    } else if (event.name === 'c' && cell) {
      const text = cellText(cell, book);
      chars += text.length;
      if (chars > MOST_ROW_CHARS) throw unreadable(`第 ${row} 行太长，请检查这一行的内容`);
      place(cells, row, cell.column, text);
      cell = undefined;
    } else if (event.name === 'row' && event.kind === 'open') {
      row = rowAfter(row, event.attributes['r']);
      cells = [];
      chars = 0;
      column = -1;
    } else if (event.name === 'row' && hasText(cells)) tell({ row, cells });
  };
}

/** The number a row gives itself; rows stand in order, and none stands twice. */
function rowAfter(before: number, said: string | undefined): number {
  const row = Number(said ?? before + 1);
  if (!Number.isInteger(row) || row <= before || row > LAST_ROW) throw noTable();
  return row;
}

function place(cells: string[], row: number, column: number, text: string): void {
  if (text === '') return;
  if (column >= MOST_COLUMNS) throw unreadable(`第 ${row} 行的列太多，请删去多余的列`);
  while (cells.length < column) cells.push('');
  cells[column] = text;
}

function cellAt(attributes: Record<string, string>, next: number): Cell {
  const { r = '', t: type = 'n', s = '0' } = attributes;
  return { column: columnIn(r) ?? next, type, style: Number(s), text: '' };
}

/** 'AB12' -> 27. */
function columnIn(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (!letters) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function cellText({ type, style, text }: Cell, book: Book): string {
  if (type === 's') return book.strings[Number(text)] ?? '';
  if (type === 'str' || type === 'inlineStr') return unescaped(text);
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE';
  if (type !== 'n' || text === '') return text;
  const number = Number(text);
  if (book.date_styles[style]) return dateOfSerial(number, book.from_1904) ?? text;
  // Beyond fifteen digits the rest is lost already: better seen as 3.3E+17 than taken for a number.
  return Number.isFinite(number) && Math.abs(number) < 1e15 ? String(number) : text;
}
