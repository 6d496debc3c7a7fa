import yauzl from 'yauzl';
import { ZipFile } from 'yazl';

/** Packs the XML bytes of an upload: a ZIP archive with one entry. */
export async function packXml(xml: Buffer, entry_name: string): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(xml, entry_name);
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** The one entry of an archive. Throws when it is broken, is not one entry, or unpacks to more than `limit` bytes. */
export async function unpackOne(
  bytes: Buffer,
  limit: number,
): Promise<{ name: string; content: Buffer }> {
  const zip = await yauzl.fromBufferPromise(bytes);
  if (zip.entryCount !== 1) throw new Error(`archive has ${zip.entryCount} entries, not one`);
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = [];
    let size = 0;
    // Counted while it unpacks: what the directory says of the size is the sender's claim only.
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      size += piece.length;
      if (size > limit) throw new Error(`archive unpacks to more than ${limit} bytes`);
      pieces.push(Buffer.from(piece));
    }
    return { name: String(entry.fileName), content: Buffer.concat(pieces) };
  }
  throw new Error('archive has no entry');
}
