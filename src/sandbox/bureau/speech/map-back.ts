import { escapeXml, type Node } from '../xml.ts';
import type { Shape } from './shape.ts';

/** An upload in official words, or why it is not in this bureau's. */
export type MappedBack = { xml: string } | { fault: string };

interface Frame {
  root: string;
  version: string;
  shapes: Map<string, Shape>;
}

/** Turns a document that was written by a profile into the official one. */
export function mapBack(document: Node, { root, version, shapes }: Frame): MappedBack {
  if (document.name !== root) return { fault: `根元素应为 ${root}` };
  if (document.attributes['version'] !== version) return { fault: `版本应为 ${version}` };
  const faults: string[] = [];
  const [outer] = document.children;
  const shape = outer && shapeOf(outer, shapes);
  if (!outer || !shape) return { fault: '没有这种报备' };
  const inner = written(outer, shape, faults);
  const [fault] = faults;
  return fault ? { fault } : { xml: `<UploadData version="V.3.0">${inner}</UploadData>` };
}

function shapeOf(outer: Node, shapes: Map<string, Shape>): Shape | undefined {
  const paths = [...shapes.keys()].filter((path) => standsIn(outer, path.split('/')));
  return shapes.get(paths[0] ?? '');
}

function standsIn(node: Node, [name, ...rest]: string[]): boolean {
  return node.name === name && (rest.length === 0 || node.children.some((c) => standsIn(c, rest)));
}

/** What was added is dropped; what is demanded and missing, or not known, is a fault. */
function written(node: Node, shape: Shape, faults: string[]): string {
  if (shape.children.length === 0) return around(shape, escapeXml(node.text));
  for (const { name, official, isDemanded } of shape.children) {
    const isThere = node.children.some(
      (one) => one.name === name && one.text + one.children.length,
    );
    if (official === undefined && isDemanded && !isThere) faults.push(`缺少 ${node.name}/${name}`);
  }
  const inner = node.children.map((one) => {
    const known = shape.children.find(({ name }) => name === one.name);
    if (!known) faults.push(`不认识 ${node.name}/${one.name}`);
    return known ? written(one, known, faults) : '';
  });
  return around(shape, inner.join(''));
}

function around({ official }: Shape, inner: string): string {
  return official === undefined ? '' : `<${official}>${inner}</${official}>`;
}
