import { packXml, unpackOne } from './archive.ts';
import { decodeDocument } from './charset.ts';

/** No file of the bureaus comes near it; a packing bomb does. */
const XML_LIMIT = 96 * 1024 * 1024;

/** A document as the archive that is frozen behind a number. */
export function packUpload(xml: Buffer, entry_name: string): Promise<Buffer> {
  return packXml(xml, entry_name);
}

/** The XML text inside a downloaded archive. Throws when the archive is broken or unpacks to too much. */
export async function unpackDownload(zip: Buffer): Promise<{ name: string; xml: string }> {
  const { name, content } = await unpackOne(zip, XML_LIMIT);
  return { name, xml: decodeDocument(content) };
}
