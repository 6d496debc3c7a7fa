import { XMLParser } from 'fast-xml-parser';

/** An element: child name -> its occurrences. Text stands under '#text'; attributes are passed over. */
export type XmlNode = string | { [name: string]: XmlNode | XmlNode[] };

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Long numbers and leading zeros are kept as they were written.
  parseTagValue: false,
  trimValues: true,
  // Character references; with no DOCTYPE let in there are no entities that could grow.
  processEntities: true,
  htmlEntities: true,
});

/** Reads a document leniently into its root element. Throws when it brings a DOCTYPE or is no XML at all. */
export function readXml(text: string): { name: string; node: XmlNode } {
  if (/<!DOCTYPE/i.test(text)) throw new Error('XML with a DOCTYPE is refused');
  // fast-xml-parser types what it gives as `any`; it is a tree of strings with these options.
  const root = Object.entries(parser.parse(text) as Record<string, XmlNode>).find(
    ([name]) => name !== '#text',
  );
  if (!root) throw new Error('no XML element');
  return { name: root[0], node: root[1] };
}

/** All children of that name, however often they stand there. */
export function children(node: XmlNode | undefined, name: string): XmlNode[] {
  if (node === undefined || typeof node === 'string') return [];
  const found = node[name];
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}

/** The first element on a path of names. */
export function child(node: XmlNode | undefined, ...path: string[]): XmlNode | undefined {
  return path.reduce<XmlNode | undefined>((at, name) => children(at, name)[0], node);
}

/** The trimmed text at a path of names; '' when it is not there. */
export function textAt(node: XmlNode | undefined, ...path: string[]): string {
  const found = child(node, ...path);
  const text = typeof found === 'object' ? found['#text'] : found;
  return typeof text === 'string' ? text.trim() : '';
}

/** As textAt, null for nothing. */
export function textOrNull(node: XmlNode | undefined, ...path: string[]): string | null {
  return textAt(node, ...path) || null;
}

/** Names of the elements directly inside. */
export function namesIn(node: XmlNode | undefined): string[] {
  if (node === undefined || typeof node === 'string') return [];
  return Object.keys(node).filter((name) => name !== '#text');
}
