import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { type TableRow, unreadable } from './table.ts';

/** A spreadsheet is read from its end: it must lie whole in memory. CSV has no such bound. */
const MOST_XLSX_BYTES = 20 * 1024 * 1024;

/**
 * The rows of a CSV or of the first sheet of an XLSX, told apart by what they begin with, not by their name. Memory
 * stays flat whatever the length of a CSV. Throws UserError unprocessable in plain words when it is no such file.
 */
export async function* readTable(
  source: Uint8Array | AsyncIterable<Uint8Array>,
): AsyncGenerator<TableRow> {
  const chunks = fromStart(source);
  const first = await chunks.next();
  if (first.done) throw unreadable('文件是空的，请重新选择');
  const rest = joined(first.value, chunks);
  if (begins(first.value, XLS))
    throw unreadable('这是旧版 .xls 表格，请另存为 .xlsx 或 CSV 再上传');
  if (begins(first.value, ZIP)) yield* readXlsx(await whole(rest));
  else yield* readCsv(rest);
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const XLS = [0xd0, 0xcf, 0x11, 0xe0];
const HEAD_BYTES = 8;

function begins(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

/** The pieces of a file, the first of them long enough to tell by it what it is. */
async function* fromStart(
  source: Uint8Array | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    if (!head) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD_BYTES) continue;
    yield head;
    head = undefined;
  }
  if (head?.length) yield head;
}

async function* joined(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MOST_XLSX_BYTES) throw unreadable('表格超过 20 MB，请另存为 CSV 再上传');
    kept.push(chunk);
  }
  return Buffer.concat(kept);
}
