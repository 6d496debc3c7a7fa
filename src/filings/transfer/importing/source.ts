import { keepFile, openFile } from '../../../documents/index.ts';
import { UserError } from '../../../platform/errors.ts';
import { readTable } from '../../../platform/tables/read-table.ts';
import type { TableRow } from '../../../platform/tables/table.ts';
import { meant } from '../../../platform/tables/write-csv.ts';
import type { TransferRow } from '../tables.ts';
import { headingAmong } from './headings.ts';

/** Sites of one provider: beyond it the file is split by whoever has so many. */
const MOST_ROWS = 100_000;

export interface Heading {
  heading_row: number;
  headings: string[];
  /** Rows below the heading. */
  total_rows: number;
}

/** Reads a table once, whole, and keeps its rows sealed, one JSON line each; gives what heads it. */
export async function keepSource(
  transfer_no: string,
  bytes: Uint8Array,
  stored: (pieces: number) => Promise<void>,
): Promise<Heading> {
  const first: TableRow[] = [];
  let rows = 0;
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const row of readTable(bytes)) {
      if (first.length < 20) first.push(row);
      if (++rows > MOST_ROWS)
        throw new UserError('too_large', `一次最多导入 ${MOST_ROWS} 行，请分成几个文件`, {
          file: `一次最多 ${MOST_ROWS} 行`,
        });
      yield Buffer.from(`${JSON.stringify([row.row, ...row.cells.map(meant)])}\n`);
    }
  }
  await keepFile(transfer_no, lines(), stored);
  const at = headingAmong(first.map(({ cells }) => cells));
  const heading = first[at];
  if (!heading || rows === at + 1)
    throw new UserError('unprocessable', '表格里没有数据', { file: '表格里没有数据，请重新选择' });
  const headings = heading.cells.map((cell) => cell.trim().slice(0, 60));
  return { heading_row: heading.row, headings, total_rows: rows - at - 1 };
}

/** The rows below the heading, as they were kept. */
export async function* sourceRows(
  { transfer_no, pieces }: TransferRow,
  heading_row: number,
): AsyncGenerator<TableRow> {
  for await (const line of linesOf(openFile(transfer_no, pieces))) {
    // Written by keepSource.
    const [row, ...cells] = JSON.parse(line) as [number, ...string[]];
    if (row > heading_row) yield { row, cells };
  }
}

/** Lines of text; only whole ones are decoded, a letter may be cut between two pieces. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const held = Buffer.concat([rest, chunk]);
    let from = 0;
    for (let at = held.indexOf('\n'); at >= 0; at = held.indexOf('\n', from)) {
      yield held.toString('utf8', from, at);
      from = at + 1;
    }
    rest = held.subarray(from);
  }
}
