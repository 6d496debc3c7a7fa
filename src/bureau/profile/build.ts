import { group, leaf } from '../wire/xml-write.ts';
import {
  type Choice,
  type Group,
  type Leaf,
  type Node,
  type ProfileDocument,
  partOf,
} from './document.ts';
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
  /** Records of the interface in it: one, or one for each item of a list. */
  items: number;
}

interface Build {
  profile: ProfileDocument;
  numberOf: NumberOf;
  problems: Problem[];
  /** What may still be written, and until when: a list of lists of lists would grow beyond all bounds. */
  left: number;
  until: number;
}

/** Elements and characters of one record; the largest file of a bureau has 50 MB. */
const MOST = 64 * 1024 * 1024;
const NODE_COST = 100;
const MOST_MS = 10_000;

/**
 * One record by the profile's tree, in its order. `problems` names every field that does not fit; the XML is to be
 * sent only when there is none. Never throws: a profile without such a kind is a problem too.
 */
export function buildRecord(
  profile: ProfileDocument,
  kind: string,
  data: unknown,
  numberOf: NumberOf,
): Built {
  const build = begin(profile, numberOf);
  const upload = Object.hasOwn(profile.uploads, kind) ? profile.uploads[kind] : undefined;
  const where = startOf(data);
  if (!upload) {
    const message = `接口配置“${profile.title}”没有这种报备（${kind}），请联系管理员`;
    return { xml: '', problems: [{ path: '_', element: kind, message }], items: 0 };
  }
  const xml = groupXml(build, upload.record, where);
  return { xml, problems: build.problems, items: itemsOf(upload.record, where) };
}

/** Elements that stand for themselves: those behind all records of a file. */
export function buildNodes(profile: ProfileDocument, nodes: readonly Node[], data: unknown): Built {
  const build = begin(profile, () => 0);
  const xml = childrenXml(build, nodes, startOf(data));
  return { xml, problems: build.problems, items: 0 };
}

function begin(profile: ProfileDocument, numberOf: NumberOf): Build {
  return { profile, numberOf, problems: [], left: MOST, until: performance.now() + MOST_MS };
}

function itemsOf(record: Group, where: Where): number {
  const inside = record.in ? within(where, record.in) : where;
  const list = record.each ? within(inside, record.each).data : undefined;
  return Array.isArray(list) ? list.length : 1;
}

function childrenXml(build: Build, nodes: readonly Node[], where: Where): string {
  return nodes.map((node) => nodeXml(build, node, nodes, where)).join('');
}

function nodeXml(build: Build, node: Node, beside: readonly Node[], where: Where): string {
  if (!spend(build, NODE_COST)) return '';
  if ('part' in node) {
    const inside = node.in ? within(where, node.in) : where;
    return childrenXml(build, partOf(build.profile, node.part), inside);
  }
  if ('choice' in node) return choiceXml(build, node, where);
  return 'children' in node ? groupXml(build, node, where) : leafXml(build, node, beside, where);
}

/** false: nothing more is written, and that is a problem of its own. */
function spend(build: Build, cost: number): boolean {
  if (build.left <= 0) return false;
  build.left = performance.now() > build.until ? 0 : build.left - cost;
  if (build.left > 0) return true;
  complain(build, { path: '_' }, { name: '_' }, '按接口配置生成的内容过大');
  return false;
}

/** A condition that stumbles over what it finds is a problem: nothing leaves a report without a word. */
function holds(build: Build, node: { name: string }, expression: string, where: Where): boolean {
  try {
    const found = pickOf(expression)(where.data);
    return found !== null && found !== undefined && found !== false && found !== '';
  } catch {
    complain(build, where, { name: node.name }, '接口配置里的条件算不出结果');
    return false;
  }
}

function groupXml(build: Build, node: Group, where: Where): string {
  if (node.when && !holds(build, node, node.when, where)) return '';
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
  if (content === '' && node.optional && build.left > 0) build.problems.length = before;
  return group(node.name, content);
}

/** What the options hold is checked in all of them; the first that has a value is written. */
function choiceXml(build: Build, node: Choice, where: Where): string {
  const written = node.choice.map((option) =>
    leafXml(build, { ...option, optional: true }, node.choice, where),
  );
  const xml = written.find((one) => one !== '');
  if (xml !== undefined) return xml;
  const at = node.blame === undefined ? where : within(where, node.blame);
  const name = node.choice[0]?.name ?? '';
  complain(build, at, { name, words: node.words }, '管局要求填写其中一项');
  return '';
}

function leafXml(build: Build, node: Leaf, beside: readonly Node[], where: Where): string {
  if (node.when && !holds(build, node, node.when, where)) return '';
  const { values, at } = read(build, node, where);
  const most = node.many ?? 1;
  if (values.length === 0 && !node.optional) complain(build, at, node, '管局要求填写此项');
  if (values.length > most) complain(build, at, node, `管局最多接受 ${most} 项`);
  const least = numberBeside(build, node, beside, where);
  values.forEach(({ text, fault }, index) => {
    const isListed = node.many !== undefined;
    const place = isListed ? { path: `${at.path}.${index}` } : at;
    if (fault) complain(build, place, isListed ? { name: node.name } : node, fault);
    else if (Number(text) < least) complain(build, where, node, '终止值小于起始值');
  });
  const xml = values.map(({ text }) => leaf(node.name, text)).join('');
  return spend(build, xml.length) ? xml : '';
}

function read(build: Build, node: Leaf, where: Where): { values: Value[]; at: Where } {
  return valuesOf(node, where, build.numberOf, build.profile.document.charset);
}

/** The number in the element that this one must not be below. */
function numberBeside(build: Build, node: Leaf, beside: readonly Node[], where: Where): number {
  if (!node.not_below) return Number.NEGATIVE_INFINITY;
  const other = beside.find((each) => isLeaf(each) && each.name === node.not_below);
  const first = other && isLeaf(other) ? read(build, other, where).values[0] : undefined;
  return first && !first.fault ? Number(first.text) : Number.NEGATIVE_INFINITY;
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
