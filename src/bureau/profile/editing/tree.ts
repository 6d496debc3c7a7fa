import { UserError } from '../../../platform/errors.ts';
import { valueAt } from '../spell-faults.ts';

/** Elements that are edited together: a kind's record, a part that kinds share, or what stands behind all records. */
export type Tree = { of: 'uploads' | 'parts'; name: string } | { of: 'tail' };

/** An element as it was typed: it may be wrong. */
export type Raw = Record<string, unknown>;

/** An element and where it stands: `at` counts from the top (`0.3.1`), `path` is its place in the document. */
export interface Row {
  at: string;
  path: string;
  depth: number;
  node: Raw;
  index: number;
  /** How many elements stand side by side with it, itself among them. */
  beside: number;
  /** The outermost element of a kind: there is always one. */
  isRoot: boolean;
}

/** All elements in reading order; undefined when the document has no such tree. */
export function rowsOf(document: unknown, tree: Tree): Row[] | undefined {
  const list = topOf(document, tree);
  if (!list) return undefined;
  const isKind = tree.of === 'uploads';
  const path = isKind ? `uploads.${tree.name}.record` : baseOf(tree);
  return rowsIn(list, { at: '', path, depth: 0, isKind });
}

export function rowAt(document: unknown, tree: Tree, at: string): Row | undefined {
  return rowsOf(document, tree)?.find((row) => row.at === at);
}

export type Edit =
  | { do: 'change'; at: string; node: Raw }
  | { do: 'add'; at: string; where: 'before' | 'after' | 'inside'; node: Raw }
  | { do: 'remove' | 'up' | 'down'; at: string };

/**
 * The document with one element changed, added, taken out or moved, and where it stands now (for one that is gone: its
 * neighbour). A new element `inside` comes last; inside '' is the top. Throws a UserError when there is no such element.
 */
export function edited(
  document: unknown,
  tree: Tree,
  edit: Edit,
): { document: unknown; at: string } {
  const copy: unknown = structuredClone(document);
  const list = topOf(copy, tree);
  const { siblings, index, parent } = located(list, edit);
  if (tree.of === 'uploads' && parent === '' && siblings === list && !leavesOne(edit))
    throw new UserError('unprocessable', '最外层的元素只有一个，不能删除、移动或并列');
  const placed = apply(siblings, index, edit);
  if (tree.of === 'uploads')
    Reflect.set(Object(valueAt(copy, ['uploads', tree.name])), 'record', list?.[0]);
  return { document: copy, at: parent === '' ? String(placed) : `${parent}.${placed}` };
}

/** Whether there is one outermost element afterwards. */
function leavesOne(edit: Edit): boolean {
  return edit.do === 'change' || (edit.do === 'add' && edit.where === 'inside');
}

function baseOf(tree: Tree): string {
  return tree.of === 'tail' ? 'document.tail' : `${tree.of}.${tree.name}`;
}

/** The list at the top, within the document itself; for a kind a list of its one record. */
function topOf(document: unknown, tree: Tree): unknown[] | undefined {
  if (tree.of === 'tail') return listIn(valueAt(document, ['document', 'tail']));
  if (tree.of === 'parts') return listIn(valueAt(document, ['parts', tree.name]));
  const record = valueAt(document, ['uploads', tree.name, 'record']);
  return isRaw(record) ? [record] : undefined;
}

function rowsIn(
  list: readonly unknown[],
  place: { at: string; path: string; depth: number; isKind: boolean },
): Row[] {
  return list.flatMap((node, index): Row[] => {
    if (!isRaw(node)) return [];
    const isRoot = place.isKind && place.depth === 0;
    const at = place.at === '' ? String(index) : `${place.at}.${index}`;
    const path = isRoot ? place.path : `${place.path}.${index}`;
    const row = { at, path, depth: place.depth, node, index, beside: list.length, isRoot };
    const key = innerKey(node);
    if (!key) return [row];
    const inside = { ...place, at, path: `${path}.${key}`, depth: place.depth + 1 };
    return [row, ...rowsIn(listIn(node[key]) ?? [], inside)];
  });
}

interface Located {
  siblings: unknown[];
  index: number;
  parent: string;
}

function located(list: unknown[] | undefined, edit: Edit): Located {
  const inside = edit.do === 'add' && edit.where === 'inside';
  const steps = edit.at === '' ? [] : edit.at.split('.').map(Number);
  if (inside) steps.push(-1);
  const last = steps.pop();
  let siblings = list;
  for (const step of steps) siblings = innerOf(siblings?.[step]);
  if (!siblings || last === undefined || (!inside && !isRaw(siblings[last]))) throw gone();
  return { siblings, index: inside ? siblings.length : last, parent: steps.join('.') };
}

function apply(siblings: unknown[], index: number, edit: Edit): number {
  if (edit.do === 'change') {
    siblings[index] = merged(siblings[index], edit.node);
    return index;
  }
  if (edit.do === 'add') {
    const at = edit.where === 'after' ? index + 1 : index;
    siblings.splice(at, 0, edit.node);
    return at;
  }
  const [node] = siblings.splice(index, 1);
  if (edit.do === 'remove') return Math.max(0, index - 1);
  const at = Math.min(Math.max(edit.do === 'up' ? index - 1 : index + 1, 0), siblings.length);
  siblings.splice(at, 0, node);
  return at;
}

/** What stands inside stays; all else is as in the form. */
function merged(old: unknown, node: Raw): Raw {
  const key = isRaw(old) ? innerKey(old) : undefined;
  return isRaw(old) && key ? { ...node, [key]: old[key] } : node;
}

function innerOf(node: unknown): unknown[] | undefined {
  const key = isRaw(node) ? innerKey(node) : undefined;
  return isRaw(node) && key ? listIn(node[key]) : undefined;
}

function innerKey(node: Raw): 'children' | 'choice' | undefined {
  return (['children', 'choice'] as const).find((key) => Object.hasOwn(node, key));
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const listIn = (value: unknown): unknown[] | undefined =>
  Array.isArray(value) ? value : undefined;

const gone = () => new UserError('conflict', '这个元素已经不在原来的位置，请按最新内容再改');
