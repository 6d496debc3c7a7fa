/** One element of a document that was read. Text is that of the element itself, entities resolved. */
export interface Node {
  name: string;
  ns: string;
  attributes: Record<string, string>;
  children: Node[];
  text: string;
}

/** A document that is not well-formed, or that brings a DOCTYPE. */
export const malformed = (why: string): Error => new Error(`XML: ${why}`);

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const MARKUP =
  /<(?:!--[\s\S]*?--|\?[\s\S]*?\?|!\[CDATA\[([\s\S]*?)\]\]|((?:"[^"]*"|'[^']*'|[^<>"'])+))>/y;
const TAG =
  /^(\/?)([\w.\-\u00b7-\uffff]+(?::[\w.\-\u00b7-\uffff]+)?)((?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)$/;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

interface Open {
  node: Node;
  raw: string;
  scope: Record<string, string>;
}

/**
 * Reads a whole document into its root element, namespaces resolved. Written for files of tens of
 * megabytes of base64: text is cut out in one piece. Throws when it is not well-formed.
 */
export function parseXml(source: string): Node {
  const root: Node = { name: '', ns: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [{ node: root, raw: '', scope: { xml: 'xml' } }];
  for (let at = 0; at < source.length; ) {
    const here = open[open.length - 1]!;
    const next = source.indexOf('<', at);
    const end = next < 0 ? source.length : next;
    if (end > at) addText(here, source.slice(at, end));
    if (next < 0) break;
    MARKUP.lastIndex = next;
    const found = MARKUP.exec(source);
    if (!found) throw malformed(`unclosed markup at ${next}`);
    at = MARKUP.lastIndex;
    if (found[1] !== undefined) here.node.text += found[1];
    else if (found[2] !== undefined) addTag(open, found[2]);
  }
  if (open.length !== 1 || root.children.length !== 1) throw malformed('not one closed root');
  return root.children[0]!;
}

function addText({ node, raw }: Open, text: string): void {
  if (raw === '' && text.trim().replace('\ufeff', '') !== '') throw malformed('text outside root');
  node.text += text.includes('&') ? resolveEntities(text) : text;
}

function addTag(open: Open[], inside: string): void {
  const tag = TAG.exec(inside);
  if (!tag) throw malformed(`not a tag: <${inside.slice(0, 40)}>`);
  const [, closing, raw = '', attributes = '', empty] = tag;
  const here = open[open.length - 1]!;
  if (closing) {
    if (here.raw !== raw) throw malformed(`</${raw}> closes <${here.raw}>`);
    open.pop();
    return;
  }
  const { node, scope } = element(raw, attributes, here.scope);
  here.node.children.push(node);
  if (!empty) open.push({ node, raw, scope });
}

function element(raw: string, source: string, outer: Record<string, string>) {
  const attributes: Record<string, string> = {};
  const scope = { ...outer };
  for (const [, key = '', double, single] of source.matchAll(ATTRIBUTE)) {
    const value = resolveEntities(double ?? single ?? '');
    if (key in attributes) throw malformed(`attribute ${key} twice`);
    if (key === 'xmlns') scope[''] = value;
    else if (key.startsWith('xmlns:')) scope[key.slice(6)] = value;
    else attributes[key] = value;
  }
  const [prefix, name] = raw.includes(':') ? raw.split(':') : ['', raw];
  const ns = scope[prefix ?? ''];
  if (ns === undefined && prefix) throw malformed(`prefix ${prefix} is not declared`);
  return {
    node: { name: name ?? raw, ns: ns ?? '', attributes, children: [], text: '' },
    scope,
  };
}

function resolveEntities(text: string): string {
  return text.replace(/&([^;&\s]*)(;?)/g, (whole, name: string, end: string) => {
    const code = /^#x([0-9a-f]+)$/i.exec(name)?.[1] ?? '';
    const point = code ? Number.parseInt(code, 16) : Number(/^#(\d+)$/.exec(name)?.[1]);
    const value = Number.isNaN(point) ? ENTITIES[name] : String.fromCodePoint(point);
    if (!end || value === undefined) throw malformed(`entity ${whole}`);
    return value;
  });
}

/** The first child of that name, or of the path of names. */
export function child(node: Node | undefined, ...path: string[]): Node | undefined {
  return path.reduce<Node | undefined>(
    (at, name) => at?.children.find((c) => c.name === name),
    node,
  );
}

/** All children of that name, in order. */
export function children(node: Node | undefined, name: string): Node[] {
  return node?.children.filter((c) => c.name === name) ?? [];
}

/** The trimmed text at a path; an empty string when it is not there. */
export function text(node: Node | undefined, ...path: string[]): string {
  return child(node, ...path)?.text.trim() ?? '';
}

/** The leaves below a node as name → text. */
export function leaves(node: Node | undefined): Record<string, string> {
  return Object.fromEntries(
    (node?.children ?? []).filter((c) => !c.children.length).map((c) => [c.name, c.text.trim()]),
  );
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** Text as it may stand in an element or in a double-quoted attribute. */
export function escapeXml(value: string | number): string {
  return String(value).replace(/[&<>"\r]/g, (c) => ESCAPES[c] ?? c);
}

/** `<name>text</name>`, or nothing when there is no text: the schemas refuse empty elements. */
export function leaf(name: string, value: string | number | undefined): string {
  return value === undefined || value === '' ? '' : `<${name}>${escapeXml(value)}</${name}>`;
}

/** `<name>inner</name>` around XML that is built already; nothing when there is no inner part. */
export function group(name: string, ...inner: string[]): string {
  const body = inner.join('');
  return body ? `<${name}>${body}</${name}>` : '';
}
