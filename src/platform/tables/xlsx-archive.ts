import type { Readable } from 'node:stream';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { unreadable } from './table.ts';

const MOST_ENTRIES = 100;
const MOST_BYTES = 50 * 1024 * 1024;
const MOST_RATIO = 100;
/** A short sheet of equal cells packs better than any bomb needs to; it harms nobody. */
const HARMLESS_BYTES = 1024 * 1024;

/** The parts of an XLSX by their names; `read` gives a part's bytes, unpacked. */
export interface Archive {
  has(name: string): boolean;
  read(name: string): Promise<Readable>;
}

/** Opens the ZIP that an XLSX is. What it says of itself is judged before anything is unpacked, and held to after. */
export async function openArchive(bytes: Buffer): Promise<Archive> {
  const zip = await opened(bytes);
  const entries = await entriesOf(zip);
  const entryNamed = (name: string) => {
    const entry = entries.get(name);
    if (!entry) throw noTable();
    return entry;
  };
  return {
    has: (name) => entries.has(name),
    read: (name) => unpacked(zip, entryNamed(name)),
  };
}

/** `validateEntrySizes`: a part that is longer than it said ends in an error. */
function opened(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? reject(noTable()) : resolve(zip),
    );
  });
}

function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let size = 0;
  return new Promise((resolve, reject) => {
    zip.on('error', () => reject(noTable()));
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      size += entry.uncompressedSize;
      const isBomb =
        entry.uncompressedSize > HARMLESS_BYTES &&
        entry.uncompressedSize > entry.compressedSize * MOST_RATIO;
      if (isBomb || size > MOST_BYTES || entries.size >= MOST_ENTRIES)
        return reject(unreadable('表格解开后太大，请另存为 CSV 再上传'));
      if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function unpacked(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    if (entry.isEncrypted()) return reject(unreadable('表格设了打开密码，请去掉密码再上传'));
    zip.openReadStream(entry, (error, stream) => (error ? reject(noTable()) : resolve(stream)));
  });
}

export const noTable = () =>
  unreadable('表格打不开，可能已损坏，请在表格软件里另存为 .xlsx 再上传');
