import { type Node, type ProfileDocument, partOf } from './document.ts';

/** Where a profile's elements are not those of another, at their place from the outside in. */
export interface ShapeDifference {
  at: string;
  what: 'missing' | 'unknown' | 'renamed';
  /** As the other calls it. */
  known: string | null;
  name: string | null;
}

interface Element {
  name: string;
  source: string;
  children: Element[];
}

/** How the elements of one kind differ from those of another profile: by name, else by where their value comes from. */
export function shapeDifferences(
  profile: ProfileDocument,
  other: ProfileDocument,
  kind: string,
): ShapeDifference[] {
  return compared('', fileOf(profile, kind), fileOf(other, kind));
}

function fileOf(profile: ProfileDocument, kind: string): Element[] {
  const upload = profile.uploads[kind];
  if (!upload) return [];
  const records = elementsIn(profile, [upload.record]);
  const tail = elementsIn(profile, profile.document.tail);
  const [outer = '', ...inside] = upload.inside;
  let within = records;
  for (const name of inside.toReversed()) within = [{ name, source: 'inside', children: within }];
  const framed = [{ name: outer, source: 'outer', children: [...within, ...tail] }];
  return [{ name: profile.document.root, source: 'root', children: framed }];
}

function elementsIn(profile: ProfileDocument, nodes: readonly Node[]): Element[] {
  return nodes.flatMap((node): Element[] => {
    if ('part' in node) return elementsIn(profile, partOf(profile, node.part));
    if ('choice' in node) return elementsIn(profile, node.choice);
    const children = 'children' in node ? elementsIn(profile, node.children) : [];
    return [{ name: node.name, source: sourceOf(node), children }];
  });
}

const SOURCES = ['from', 'pick', 'text', 'value', 'number', 'each', 'in'] as const;

function sourceOf(node: object): string {
  return JSON.stringify(SOURCES.map((key) => Reflect.get(node, key) ?? null));
}

function compared(at: string, mine: Element[], others: Element[]): ShapeDifference[] {
  const left = [...others];
  const take = (fits: (one: Element) => boolean) => {
    const index = left.findIndex(fits);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  const named = mine.map((one) => take(({ name }) => name === one.name));
  const found = mine.flatMap((one, index): ShapeDifference[] => {
    const known = named[index] ?? take(({ source }) => source === one.source);
    const here = at === '' ? one.name : `${at}/${one.name}`;
    if (!known) return [{ at: here, what: 'unknown', known: null, name: one.name }];
    const inside = compared(here, one.children, known.children);
    if (known.name === one.name) return inside;
    return [{ at: here, what: 'renamed', known: known.name, name: one.name }, ...inside];
  });
  const missing = left.map(
    ({ name }): ShapeDifference => ({
      at: `${at}/${name}`,
      what: 'missing',
      known: name,
      name: null,
    }),
  );
  return [...found, ...missing];
}
