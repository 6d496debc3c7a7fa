import { stringify } from 'csv-stringify/sync';

/** A number stays a number; in a text that a spreadsheet would take for a formula it is hindered. */
export type CsvCell = string | number | null;

const BATCH = 500;
const BOM = '\ufeff';

/**
 * The rows as the bytes of a CSV that Excel opens as it is: UTF-8 with BOM, lines ended by CR LF. Memory stays flat.
 */
export async function* writeCsv(
  rows: Iterable<readonly CsvCell[]> | AsyncIterable<readonly CsvCell[]>,
): AsyncGenerator<Buffer> {
  let batch: CsvCell[][] = [];
  let start = BOM;
  for await (const row of rows) {
    batch.push(row.map((cell) => (typeof cell === 'string' ? harmless(cell) : cell)));
    if (batch.length < BATCH) continue;
    yield Buffer.from(start + textOf(batch));
    start = '';
    batch = [];
  }
  if (batch.length > 0 || start) yield Buffer.from(start + textOf(batch));
}

function textOf(rows: CsvCell[][]): string {
  return stringify(rows, { record_delimiter: 'windows' });
}

/** What makes a spreadsheet calculate, or break out of a cell. Source: OWASP, CSV Injection. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** '=1+1' -> "'=1+1", which a spreadsheet shows and does not calculate; '-5' stays. */
export function harmless(text: string): string {
  return FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
}

/** Takes away what `harmless` put before a text: for tables of ours that come back. */
export function meant(text: string): string {
  return text.startsWith("'") && harmless(text.slice(1)) === text ? text.slice(1) : text;
}
