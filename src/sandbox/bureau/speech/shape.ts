import type { ProfileFile, ProfileNode } from './profile-file.ts';

/** How one element is called officially, and what may stand in it. `official` undefined: it was added. */
export interface Shape {
  name: string;
  official: string | undefined;
  /** It must be there wherever its parent is. */
  isDemanded: boolean;
  children: Shape[];
}

interface Plain {
  name: string;
  source: string;
  isDemanded: boolean;
  children: Plain[];
}

/** The shape of each file by where its records stand: `ICP/XZBA`. */
export function shapesOf(profile: ProfileFile, official: ProfileFile): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const [kind, { inside, record }] of Object.entries(profile.uploads)) {
    const known = official.uploads[kind];
    if (!known || shapes.has(inside.join('/'))) continue;
    const theirs = plain(profile, [record]);
    const records = paired(theirs, plain(official, [known.record]));
    const tail = paired(
      plain(profile, profile.document.tail),
      plain(official, official.document.tail),
    );
    shapes.set(inside.join('/'), framed(inside, known.inside, records, tail));
  }
  return shapes;
}

function framed(names: string[], official: string[], records: Shape[], tail: Shape[]): Shape {
  const [name = '', ...rest] = names;
  const [known, ...others] = official;
  const children = rest.length > 0 ? [framed(rest, others, records, [])] : records;
  return { name, official: known, isDemanded: true, children: [...children, ...tail] };
}

/** Elements as they are written: parts put in their places, choices side by side. */
function plain(profile: ProfileFile, nodes: ProfileNode[]): Plain[] {
  return nodes.flatMap((node): Plain[] => {
    if (node.part !== undefined) return plain(profile, profile.parts[node.part] ?? []);
    if (node.choice)
      return plain(profile, node.choice).map((one) => ({ ...one, isDemanded: false }));
    const children = plain(profile, node.children ?? []);
    const isDemanded = !node.optional && node.when === undefined;
    return [{ name: node.name ?? '', source: sourceOf(node), isDemanded, children }];
  });
}

const SOURCES = ['from', 'pick', 'text', 'value', 'number', 'each', 'in', 'when'];

/** By where its value comes from an element is known again when only its name is another. */
function sourceOf(node: ProfileNode): string {
  return JSON.stringify(SOURCES.map((key) => node[key] ?? null));
}

/** Elements and what they are called officially: first by name, then what is left by source. */
function paired(theirs: Plain[], official: Plain[]): Shape[] {
  const left = [...official];
  const take = (fits: (one: Plain) => boolean) => {
    const at = left.findIndex(fits);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const named = theirs.map((one) => take(({ name }) => name === one.name));
  return theirs.map((one, index) => {
    const known = named[index] ?? take(({ source }) => source === one.source);
    return {
      name: one.name,
      official: known?.name,
      isDemanded: one.isDemanded,
      children: paired(one.children, known?.children ?? []),
    };
  });
}
