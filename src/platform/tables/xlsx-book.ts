import { posix } from 'node:path';
import { type Archive, noTable } from './xlsx-archive.ts';
import { isDateFormat } from './xlsx-dates.ts';
import { type XmlEvent, xmlEvents } from './xlsx-xml.ts';

/** What is needed to read the cells of the first sheet. */
export interface Book {
  /** The part that holds the first sheet. */
  sheet: string;
  strings: string[];
  /** Of each cell style: whether its numbers are dates. */
  date_styles: boolean[];
  /** Days count from 1904 rather than 1900. */
  from_1904: boolean;
}

export async function openBook(archive: Archive): Promise<Book> {
  const workbook = 'xl/workbook.xml';
  if (!archive.has(workbook)) throw noTable();
  let relation: string | undefined;
  let from_1904 = false;
  await each(archive, workbook, (event) => {
    if (event.kind !== 'open') return;
    if (event.name === 'sheet') relation ??= endingIn(event.attributes, 'id');
    if (event.name === 'workbookPr')
      from_1904 = /^(1|true)$/.test(event.attributes['date1904'] ?? '');
  });
  const parts = await relationsOf(archive);
  return {
    sheet: parts.get(relation ?? '') ?? 'xl/worksheets/sheet1.xml',
    strings: await sharedStrings(archive),
    date_styles: await dateStyles(archive),
    from_1904,
  };
}

async function each(archive: Archive, part: string, take: (event: XmlEvent) => void) {
  for await (const events of xmlEvents(archive, part)) for (const event of events) take(event);
}

/** The prefix of an attribute is the writer's choice: 'r:id' as a rule. */
function endingIn(attributes: Record<string, string>, name: string): string | undefined {
  return Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1];
}

async function relationsOf(archive: Archive): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  const name = 'xl/_rels/workbook.xml.rels';
  if (!archive.has(name)) return parts;
  await each(archive, name, (event) => {
    if (event.kind !== 'open' || event.name !== 'Relationship') return;
    const { Id = '', Target = '' } = event.attributes;
    parts.set(Id, posix.join(Target.startsWith('/') ? '' : 'xl', Target).replace(/^\//, ''));
  });
  return parts;
}

/** Texts that cells share. Runs of one text are joined; how it is pronounced (rPh) is no part of it. */
async function sharedStrings(archive: Archive): Promise<string[]> {
  const name = 'xl/sharedStrings.xml';
  const strings: string[] = [];
  if (!archive.has(name)) return strings;
  let text = '';
  let inText = false;
  let inSound = false;
  await each(archive, name, (event) => {
    if (event.kind === 'text') {
      if (inText && !inSound) text += event.text;
      return;
    }
    const isOpen = event.kind === 'open';
    if (event.name === 't') inText = isOpen;
    if (event.name === 'rPh') inSound = isOpen;
    if (event.name !== 'si') return;
    if (!isOpen) strings.push(unescaped(text));
    text = '';
  });
  return strings;
}

/** A control character is written _x000D_. */
export function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

async function dateStyles(archive: Archive): Promise<boolean[]> {
  const name = 'xl/styles.xml';
  const styles: boolean[] = [];
  if (!archive.has(name)) return styles;
  const own = new Map<number, string>();
  let inCells = false;
  await each(archive, name, (event) => {
    if (event.kind === 'text') return;
    if (event.name === 'cellXfs') inCells = event.kind === 'open';
    if (event.kind !== 'open') return;
    const { numFmtId = '0', formatCode = '' } = event.attributes;
    if (event.name === 'numFmt') own.set(Number(numFmtId), formatCode);
    if (event.name === 'xf' && inCells)
      styles.push(isDateFormat(Number(numFmtId), own.get(Number(numFmtId))));
  });
  return styles;
}
