import { group, leaf } from '../wire/xml-write.ts';
import type { Choice, Group, Leaf, Node, ProfileDocument } from './document.ts';
import { pickOf } from './expressions.ts';
import { type NumberOf, type Value, valuesOf } from './values.ts';
import { itemOf, startOf, type Where, within } from './where.ts';

/** What does not fit, at our field (dotted path). */
export interface Problem {
  path: string;
  element: string;
  message: string;
}

export interface Built {
  xml: string;
  problems: Problem[];
}

interface Build {
  profile: ProfileDocument;
  numberOf: NumberOf;
  problems: Problem[];
}

/**
 * One record by the profile's tree, in its order. `problems` names every field that does not fit; the XML is to be
 * sent only when there is none. Throws when the profile has no such kind.
 */
export function buildRecord(
  profile: ProfileDocument,
  kind: string,
  data: unknown,
  numberOf: NumberOf,
): Built {
  const upload = profile.uploads[kind];
  if (!upload) throw new Error(`接口配置“${profile.title}”没有这种报备：${kind}`);
  const build: Build = { profile, numberOf, problems: [] };
  const xml = groupXml(build, upload.record, startOf(data));
  return { xml, problems: build.problems };
}

/** The elements behind all records of a file. */
export function buildTail(profile: ProfileDocument, data: unknown): Built {
  const build: Build = { profile, numberOf: () => 0, problems: [] };
  return {
    xml: childrenXml(build, profile.document.tail, startOf(data)),
    problems: build.problems,
  };
}

function childrenXml(build: Build, nodes: readonly Node[], where: Where): string {
  return nodes.map((node) => nodeXml(build, node, nodes, where)).join('');
}

function nodeXml(build: Build, node: Node, beside: readonly Node[], where: Where): string {
  if ('part' in node) return childrenXml(build, build.profile.parts[node.part] ?? [], where);
  if ('choice' in node) return choiceXml(build, node, where);
  if (node.when && !holds(node.when, where)) return '';
  return 'children' in node ? groupXml(build, node, where) : leafXml(build, node, beside, where);
}

function holds(expression: string, { data }: Where): boolean {
  const found = pickOf(expression)(data);
  return found !== null && found !== false && found !== '';
}

function groupXml(build: Build, node: Group, where: Where): string {
  const inside = node.in ? within(where, node.in) : where;
  if (!node.each) return oneGroup(build, node, inside);
  const list = within(inside, node.each);
  const items = Array.isArray(list.data) ? list.data : [];
  if (items.length === 0 && !node.optional) complain(build, list, node, '请至少填写一项');
  if (items.length > (node.many ?? Number.POSITIVE_INFINITY))
    complain(build, list, node, `管局最多接受 ${node.many} 项`);
  return items
    .map((item, index) => oneGroup(build, node, itemOf(list, item, index, node.key ?? [])))
    .join('');
}

/** An optional group is left out as long as nothing in it has a value; what is missing in it then is no problem. */
function oneGroup(build: Build, node: Group, where: Where): string {
  const before = build.problems.length;
  const content = childrenXml(build, node.children, where);
  if (content === '' && node.optional) build.problems.length = before;
  return group(node.name, content);
}

function choiceXml(build: Build, node: Choice, where: Where): string {
  for (const option of node.choice) {
    const xml = leafXml(build, { ...option, optional: true }, node.choice, where);
    if (xml !== '') return xml;
  }
  complain(build, where, { name: node.choice[0]!.name, words: node.words }, '管局要求填写其中一项');
  return '';
}

function leafXml(build: Build, node: Leaf, beside: readonly Node[], where: Where): string {
  const { values, at } = read(build, node, where);
  const most = node.many ?? 1;
  if (values.length === 0 && !node.optional) complain(build, at, node, '管局要求填写此项');
  if (values.length > most) complain(build, at, node, `管局最多接受 ${most} 项`);
  const least = numberBeside(build, node, beside, where);
  values.forEach(({ text, fault }, index) => {
    const message = fault ?? (Number(text) < least ? '终止值小于起始值' : undefined);
    const place = node.many === undefined ? at : { path: `${at.path}.${index}` };
    if (message) complain(build, place, node, message);
  });
  return values.map(({ text }) => leaf(node.name, text)).join('');
}

function read(build: Build, node: Leaf, where: Where): { values: Value[]; at: Where } {
  return valuesOf(node, where, build.numberOf, build.profile.document.charset);
}

/** The number in the element that this one must not be below. */
function numberBeside(build: Build, node: Leaf, beside: readonly Node[], where: Where): number {
  if (!node.not_below) return Number.NEGATIVE_INFINITY;
  const other = beside.find((each) => isLeaf(each) && each.name === node.not_below);
  const first = other && isLeaf(other) ? read(build, other, where).values[0] : undefined;
  return first ? Number(first.text) : Number.NEGATIVE_INFINITY;
}

function isLeaf(node: Node): node is Leaf {
  return 'name' in node && !('children' in node);
}

function complain(
  build: Build,
  { path }: { path: string },
  node: { name: string; words?: string | undefined },
  message: string,
): void {
  build.problems.push({ path: path || '_', element: node.name, message: node.words ?? message });
}
