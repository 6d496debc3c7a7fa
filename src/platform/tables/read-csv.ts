import { Readable } from 'node:stream';
import { CsvError, type Parser, parse } from 'csv-parse';
import { UserError } from '../errors.ts';
import { decodeText } from './decode-text.ts';
import { hasText, MOST_COLUMNS, MOST_ROW_CHARS, type TableRow, unreadable } from './table.ts';

const MOST_HEAD_CHARS = 64 * 1024;

/** The rows of a CSV: separated by commas, semicolons or tabs, whichever its first line holds most of. */
export async function* readCsv(source: AsyncIterable<Uint8Array>): AsyncGenerator<TableRow> {
  const text = decodeText(source);
  const head = await firstLine(text);
  const letters = Readable.from(joined(head, text));
  const parser = parse({
    delimiter: delimiterIn(head),
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MOST_ROW_CHARS,
  });
  // `pipe` hands on no errors, and a parser that waits for more would wait for ever.
  letters.once('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    yield* rowsOf(parser);
  } finally {
    letters.destroy();
  }
}

async function* rowsOf(parser: Parser): AsyncGenerator<TableRow> {
  let row = 0;
  try {
    // With no option `columns` every record is a list of texts.
    for await (const cells of parser as AsyncIterable<string[]>) {
      row++;
      if (cells.length > MOST_COLUMNS) throw unreadable(`第 ${row} 行的列太多，请检查分隔符`);
      if (hasText(cells)) yield { row, cells };
    }
  } catch (error) {
    if (error instanceof UserError || !(error instanceof CsvError)) throw error;
    throw unreadable(`第 ${row + 1} 行读不出来，请检查这一行的引号是否成对`);
  }
}

/** The text up to the end of its first line at least. */
async function firstLine(text: AsyncGenerator<string>): Promise<string> {
  let head = '';
  while (!head.includes('\n') && head.length < MOST_HEAD_CHARS) {
    const { done, value } = await text.next();
    if (done) break;
    head += value;
  }
  return head;
}

function delimiterIn(head: string): string {
  const line = head.split(/[\r\n]/, 1)[0]?.replace(/"[^"]*"/g, '') ?? '';
  const count = (mark: string) => line.split(mark).length;
  return [',', '\t', ';'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

async function* joined(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}
