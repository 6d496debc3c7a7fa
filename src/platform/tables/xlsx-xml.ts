import { SaxesParser } from 'saxes';
import { UserError } from '../errors.ts';
import { type Archive, noTable } from './xlsx-archive.ts';

/** What stands in a part, in order; names without their prefixes. */
export type XmlEvent =
  | { kind: 'open'; name: string; attributes: Record<string, string> }
  | { kind: 'text'; text: string }
  | { kind: 'close'; name: string };

/** Deeper and with more attributes than any part of a spreadsheet; each open one takes memory. */
const DEEPEST = 64;
const MOST_ATTRIBUTES = 200;

/** The events of one part, those of each unpacked piece together. A document type, and with it any entity, is refused. */
export async function* xmlEvents(archive: Archive, name: string): AsyncGenerator<XmlEvent[]> {
  let events: XmlEvent[] = [];
  const parser = parserFor((event) => events.push(event));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of await archive.read(name)) {
      parser.write(decoder.decode(chunk, { stream: true }));
      yield events;
      events = [];
    }
    parser.write(decoder.decode()).close();
  } catch (error) {
    // Bad XML, a bad sum, a part longer than it says, letters that are none: to a person all one broken file.
    throw error instanceof UserError ? error : noTable();
  }
  yield events;
}

function parserFor(tell: (event: XmlEvent) => void): SaxesParser {
  const parser = new SaxesParser();
  let depth = 0;
  let count = 0;
  parser.on('opentagstart', () => {
    count = 0;
    if (++depth > DEEPEST) throw noTable();
  });
  parser.on('attribute', () => {
    if (++count > MOST_ATTRIBUTES) throw noTable();
  });
  parser.on('opentag', ({ name, attributes }) => {
    tell({ kind: 'open', name: localName(name), attributes });
  });
  parser.on('text', (text) => tell({ kind: 'text', text }));
  parser.on('cdata', (text) => tell({ kind: 'text', text }));
  parser.on('closetag', ({ name }) => {
    depth--;
    tell({ kind: 'close', name: localName(name) });
  });
  parser.on('doctype', () => {
    throw noTable();
  });
  parser.on('error', (error) => {
    throw error;
  });
  return parser;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
