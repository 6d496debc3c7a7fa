import { ZipFile } from 'yazl';

/** A ZIP of these parts, as a program that writes XLSX makes it. */
export async function zipOf(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface Sheet {
  /** The XML inside sheetData. */
  rows: string;
  strings?: string[];
  /** Number formats: id and code; and the format of each cell style. */
  formats?: Record<number, string>;
  styles?: number[];
  from_1904?: boolean;
}

/** An XLSX whose first sheet is not the first part, as after sheets were moved about. */
export function xlsxOf(sheet: Sheet, more: Record<string, string> = {}): Promise<Buffer> {
  const { rows, strings = [], formats = {}, styles = [0], from_1904 = false } = sheet;
  const listed = strings.map(
    (text) => `<si>${text.startsWith('<') ? text : `<t>${text}</t>`}</si>`,
  );
  const named = Object.entries(formats).map(
    ([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`,
  );
  return zipOf({
    'xl/workbook.xml': `<?xml version="1.0"?><workbook ${MAIN} xmlns:r="${REL}"><workbookPr date1904="${from_1904 ? 1 : 0}"/><sheets><sheet name="备案" sheetId="7" r:id="rId9"/><sheet name="b" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId9" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet ${MAIN}><sheetData><row r="1"><c t="str"><v>wrong sheet</v></c></row></sheetData></worksheet>`,
    'xl/worksheets/sheet2.xml': `<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst ${MAIN}>${listed.join('')}</sst>`,
    'xl/styles.xml': `<styleSheet ${MAIN}><numFmts>${named.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles.map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`,
    ...more,
  });
}

/** The bytes in pieces of this size. */
export async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
