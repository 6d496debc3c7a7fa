import { keepFile } from '../../documents/index.ts';
import { UserError } from '../../platform/errors.ts';
import { unreadable } from '../../platform/tables/table.ts';
import { type ImportPlan, SEPARATORS, type Separator } from '../tasks/plans.ts';
import { guessColumns, isHeading } from './headings.ts';
import { lookInWorker } from './in-worker.ts';
import { cellsIn, readRows } from './read-rows.ts';

const MB = 1024 * 1024;
export const MOST_BYTES = 200 * MB;
/** A spreadsheet must lie whole in memory to be read. */
const MOST_XLSX_BYTES = 20 * MB;
const HEAD_BYTES = 64 * 1024;
const HEAD_ROWS = 6;
const MOST_HEAD_CHARS = 200;

export interface Source {
  /** About: lines, of which some may be empty. Exact once it was read. */
  total_rows: number;
  plan: Pick<ImportPlan, 'format' | 'separator' | 'has_heading' | 'columns' | 'head'>;
}

/**
 * Seals and keeps a file of cards as it comes in; memory stays flat. Gives how it seems to be written, by its first
 * lines. A spreadsheet is looked into by the worker that reads it: here it is only known to be one.
 */
export async function keepSource(
  task_no: string,
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  stored: (pieces: number) => Promise<void>,
): Promise<Source> {
  let head: Buffer = Buffer.alloc(0);
  let bytes = 0;
  let lines = 1;
  async function* passing(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw tooLarge('文件超过 200 MB，请分成几个文件导入');
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES);
      if (isZip(head) && bytes > MOST_XLSX_BYTES)
        throw tooLarge('表格超过 20 MB，请另存为 CSV 再上传');
      lines += newlinesIn(chunk);
      yield chunk;
    }
  }
  let pieces = 0;
  await keepFile(task_no, passing(), async (so_many) => {
    pieces = so_many;
    await stored(so_many);
  });
  if (bytes === 0) throw unreadable('没有内容，请重新选择文件或粘贴');
  if (isZip(head)) return lookedInto(await lookInWorker(task_no, pieces));
  const wholeHead = bytes <= head.length ? head : head.subarray(0, head.lastIndexOf('\n') + 1);
  return { total_rows: lines, plan: await planOf(name, wholeHead.length ? wholeHead : head) };
}

function lookedInto({ head, rows }: { head: string[][]; rows: number }): Source {
  if (rows === 0) throw unreadable('表格里没有内容，请重新选择文件');
  return { total_rows: rows, plan: described(head, { format: 'table', separator: '' }) };
}

const isZip = (head: Buffer) => head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'));
const tooLarge = (words: string) => new UserError('too_large', words, { file: words });

function newlinesIn(chunk: Uint8Array): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++;
  return count;
}

async function planOf(name: string, head: Buffer): Promise<Source['plan']> {
  const format = /\.csv$/i.test(name) ? 'table' : 'lines';
  const rows = await firstRows(head, { format, separator: '', has_heading: false });
  if (format === 'table') return described(rows, { format, separator: '' });
  const separator = separatorIn(rows.map(([line = '']) => line));
  return described(
    rows.map(([line = '']) => cellsIn(line, separator)),
    { format, separator },
  );
}

/** How first rows are read: is one of them a heading, and what are the columns. */
export function described(
  rows: readonly string[][],
  way: Pick<ImportPlan, 'format' | 'separator'>,
): Source['plan'] {
  const has_heading = isHeading(rows[0] ?? []);
  const head = rows.map((cells) => cells.map((cell) => cell.slice(0, MOST_HEAD_CHARS)));
  return { ...way, has_heading, columns: guessColumns(rows, has_heading), head };
}

/** The first rows of a file, by what it begins with. */
export async function firstRows(
  head: Uint8Array,
  way: Pick<ImportPlan, 'format' | 'separator' | 'has_heading'>,
): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells } of readRows(once(head), way)) {
    rows.push(cells);
    if (rows.length === HEAD_ROWS) break;
  }
  if (rows.length === 0) throw unreadable('没有内容，请重新选择文件或粘贴');
  return rows;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** What every one of the first lines has between its parts; nothing when they do not agree. */
export function separatorIn(lines: readonly string[]): Separator {
  const counts = (separator: Separator) =>
    new Set(lines.map((line) => cellsIn(line, separator).length));
  const fits = (separator: Separator) => {
    const [count = 1, ...others] = counts(separator);
    return others.length === 0 && count > 1 && count <= 4;
  };
  return SEPARATORS.find((separator) => separator !== '' && fits(separator)) ?? '';
}
