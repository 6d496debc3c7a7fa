/** A place where two documents differ; `undefined` on the side that has nothing there. */
export interface Difference {
  at: string;
  before: string | undefined;
  after: string | undefined;
}

/**
 * Where two JSON documents differ, place by place, in reading order. Elements of lists are known by their `name`, so
 * that one that was put in between does not make all behind it differ.
 */
export function differences(before: unknown, after: unknown): Difference[] {
  const old = new Map(leavesOf('', before));
  const young = new Map(leavesOf('', after));
  const places = [...new Set([...old.keys(), ...young.keys()])];
  return places
    .map((at) => ({ at, before: old.get(at), after: young.get(at) }))
    .filter((place) => place.before !== place.after);
}

function leavesOf(at: string, value: unknown): [string, string][] {
  if (Array.isArray(value)) {
    const seen = new Map<string, number>();
    return value.flatMap((item, index) => leavesOf(`${at}/${labelOf(item, index, seen)}`, item));
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) =>
      leavesOf(at ? `${at}/${key}` : key, inner),
    );
  return [[at, JSON.stringify(value)]];
}

function labelOf(item: unknown, index: number, seen: Map<string, number>): string {
  const name = nameOf(item) ?? String(index);
  const times = seen.get(name) ?? 0;
  seen.set(name, times + 1);
  return times === 0 ? name : `${name}(${times + 1})`;
}

function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const name: unknown = Reflect.get(item, 'name') ?? Reflect.get(item, 'part');
  return typeof name === 'string' ? name : undefined;
}
