import { decodeText } from '../../platform/tables/decode-text.ts';
import { readTable } from '../../platform/tables/read-table.ts';
import { MOST_ROW_CHARS, type TableRow, unreadable } from '../../platform/tables/table.ts';
import type { ImportPlan, Separator } from '../tasks/plans.ts';

/** The rows of a file of cards, as its plan says they are written; the heading is left out. */
export async function* readRows(
  source: AsyncIterable<Uint8Array>,
  { format, separator, has_heading }: Pick<ImportPlan, 'format' | 'separator' | 'has_heading'>,
): AsyncGenerator<TableRow> {
  const rows = format === 'table' ? readTable(source) : readLines(source, separator);
  let isHeading = has_heading;
  for await (const row of rows) {
    if (!isHeading) yield row;
    isHeading = false;
  }
}

/** Plain text: a card a line; empty lines are none. */
async function* readLines(
  source: AsyncIterable<Uint8Array>,
  separator: Separator,
): AsyncGenerator<TableRow> {
  let rest = '';
  let row = 0;
  for await (const text of decodeText(source)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MOST_ROW_CHARS) throw unreadable(`第 ${row + 1} 行太长，请检查换行`);
    for (const line of lines) {
      row++;
      if (line.trim() !== '') yield { row, cells: cellsIn(line, separator) };
    }
  }
  if (rest.trim() !== '') yield { row: row + 1, cells: cellsIn(rest, separator) };
}

/** A line of plain text in its parts. What is left when a part is repeated belongs to the last one. */
export function cellsIn(line: string, separator: Separator): string[] {
  const text = line.replace(/\r$/, '');
  if (separator === '') return [text];
  if (separator === 'blank') return text.trim().split(/\s+/);
  return text.split(separator === 'tab' ? '\t' : separator);
}
