import {
  FIELDS,
  type Shape,
  shapeIn,
  type Typed,
  typedOf,
} from '../../profile/editing/element-form.ts';
import { type Raw, type Row, rowsOf, type Tree } from '../../profile/editing/tree.ts';
import type { ProfileFault } from '../../profile/read.ts';
import { valueAt } from '../../profile/spell-faults.ts';
import { allFaultsIn } from '../profile-pages.ts';
import {
  elementFields,
  FORMAT_WORDS,
  labelOf,
  SHAPE_WORDS,
  SOURCE_WORDS,
} from './element-fields.ts';
import { kindSection } from './kind-section.ts';
import { editorHead, type Opened } from './open.ts';

/** Which element's form stands open, and what was typed into it. */
export interface Open {
  do: 'change' | 'add';
  at: string;
  shape: Shape;
  typed: Typed | null;
  errors: Record<string, string>;
}

/** The page of one tree: every element in its line, and the form of one of them. */
export function treePage(opened: Opened, tree: Tree, open: Open | null) {
  const rows = rowsOf(opened.document, tree) ?? [];
  const href = treePath(opened.href, tree);
  const faults = allFaultsIn(opened.working.document_json);
  const base = tree.of === 'tail' ? 'document.tail' : `${tree.of}.${tree.name}`;
  const form = open && formOf(opened, { tree, rows, open, href });
  return {
    ...editorHead(opened, 'forms'),
    href,
    heading: headingOf(opened.document, tree),
    frame: tree.of === 'uploads' ? kindSection(tree.name).groups(opened.document) : [],
    used: tree.of === 'parts' ? usersOf(opened.document, tree.name) : [],
    rows: rows.map((row) => shownRow(row, faults, opened.href)),
    faults: faults.filter(({ at }) => !at.startsWith(`${base}.`)).length,
    form,
    errors: Object.entries(open?.errors ?? {}).map(([name, message]) => ({
      ...(name === '' ? {} : { label: labelOf(name) }),
      href: `#${name || 'edit'}`,
      message,
    })),
  };
}

export function treePath(href: string, tree: Tree): string {
  return tree.of === 'tail'
    ? `${href}/tail`
    : `${href}/${tree.of}/${encodeURIComponent(tree.name)}`;
}

function headingOf(document: unknown, tree: Tree): string {
  if (tree.of === 'tail') return '文件末尾';
  if (tree.of === 'parts') return `公共部分 ${tree.name}`;
  const title = valueAt(document, ['uploads', tree.name, 'title']);
  return typeof title === 'string' ? title : tree.name;
}

function formOf(
  opened: Opened,
  { tree, rows, open, href }: { tree: Tree; rows: Row[]; open: Open; href: string },
) {
  const row = rows.find(({ at }) => at === open.at);
  const isNew = open.do === 'add';
  if (!row && (!isNew || open.at !== '')) return null;
  const shape = isNew || !row ? open.shape : shapeIn(row.node);
  const typed = open.typed ?? (isNew || !row ? {} : typedOf(row.node));
  const { errors } = open;
  const parts = namesAt(opened.document, 'parts').filter(
    (name) => tree.of !== 'parts' || name !== tree.name,
  );
  const name = row ? nameOf(row.node) : '';
  const link = (one: string) => `${href}?do=add&at=${open.at}&shape=${one}#edit`;
  return {
    title: isNew
      ? `加${SHAPE_WORDS[shape]}：${name || '第一个'}`
      : `修改${SHAPE_WORDS[shape]} ${name}`,
    ...{ do: open.do, at: open.at, shape },
    fields: elementFields({ shape, typed, errors, isNew, parts, places: placesFor(row) }),
    shapes: isNew
      ? Object.entries(SHAPE_WORDS).map(([key, label]) => ({
          label,
          href: link(key),
          active: key === shape,
        }))
      : [],
    back: `${href}#e-${open.at}`,
  };
}

function placesFor(row: Row | undefined) {
  if (!row) return ['inside'] as const;
  const holds = shapeIn(row.node) === 'children' || shapeIn(row.node) === 'choice';
  if (row.isRoot) return ['inside'] as const;
  return holds ? (['after', 'before', 'inside'] as const) : (['after', 'before'] as const);
}

function shownRow(row: Row, faults: readonly ProfileFault[], href: string) {
  const { at, depth, node, index, beside, isRoot } = row;
  const shape = shapeIn(node);
  return {
    ...{ at, depth, isRoot, name: nameOf(node) },
    href: shape === 'part' ? `${href}/parts/${encodeURIComponent(textAt(node, 'part'))}` : null,
    source: sourceOf(node, shape),
    times: timesOf(node, shape),
    size: sizeOf(node),
    format: shape === 'leaf' ? (FORMAT_WORDS[textAt(node, 'as') || 'text'] ?? '') : '',
    note: [textAt(node, 'note'), textAt(node, 'words')].filter(Boolean).join('；'),
    faults: faultsOf(row, faults).map(({ at: rest, message }) =>
      rest === '' || !FIELDS[shape].includes(rest) ? message : `${labelOf(rest)}：${message}`,
    ),
    can: { up: !isRoot && index > 0, down: !isRoot && index < beside - 1, remove: !isRoot },
  };
}

/** What is wrong with the element itself, not with one inside it; `at` is what is left of the place. */
export function faultsOf({ path, node }: Row, faults: readonly ProfileFault[]): ProfileFault[] {
  const inner = ['children.', ...(Object.hasOwn(node, 'choice') ? ['choice.'] : [])];
  return faults.flatMap(({ at, message }) => {
    if (at !== path && !at.startsWith(`${path}.`)) return [];
    const rest = at.slice(path.length + 1);
    return inner.some((key) => rest.startsWith(key)) ? [] : [{ at: rest, message }];
  });
}

function nameOf(node: Raw): string {
  if (Object.hasOwn(node, 'choice')) return '多选一';
  return textAt(node, 'part') || textAt(node, 'name') || '（没有名字）';
}

function sourceOf(node: Raw, shape: Shape): string {
  if (shape === 'part') return node['in'] ? `公共部分，从 ${textAt(node, 'in')} 起` : '公共部分';
  if (shape === 'choice') return '取第一个有值的';
  if (shape === 'children') {
    const each = textAt(node, 'each');
    const start = textAt(node, 'in');
    return [start && `从 ${start} 起`, each && `逐项 ${each}`].filter(Boolean).join('，') || '组';
  }
  const { source = '', source_value } = typedOf(node);
  return source_value ? `${SOURCE_WORDS[source]} ${source_value}` : (SOURCE_WORDS[source] ?? '');
}

function timesOf(node: Raw, shape: Shape): string {
  if (shape === 'part' || shape === 'choice') return '';
  const many = textAt(node, 'many');
  return [
    node['optional'] === true ? '选填' : '必填',
    many ? `最多 ${many} 个` : node['each'] ? '每项一次' : '',
    node['when'] ? '有条件' : '',
  ]
    .filter(Boolean)
    .join('，');
}

function sizeOf(node: Raw): string {
  const [min, max, kb] = [textAt(node, 'min'), textAt(node, 'max'), textAt(node, 'max_kb')];
  if (kb) return `≤ ${kb} KB`;
  if (min && max) return `${min}–${max}`;
  return min ? `≥ ${min}` : max && `≤ ${max}`;
}

function textAt(node: Raw, key: string): string {
  const value = node[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The names of all kinds, or of all shared parts. */
export function namesAt(document: unknown, key: 'uploads' | 'parts'): string[] {
  return Object.keys(Object(valueAt(document, [key])));
}

/** Where a shared part is used: a change there changes all of them. */
function usersOf(document: unknown, part: string): string[] {
  const uses = (tree: Tree) =>
    rowsOf(document, tree)?.some(({ node }) => node['part'] === part) ?? false;
  const kinds = namesAt(document, 'uploads').map((name): Tree => ({ of: 'uploads', name }));
  const parts = namesAt(document, 'parts').map((name): Tree => ({ of: 'parts', name }));
  return [...kinds, ...parts].filter(uses).map((tree) => headingOf(document, tree));
}
