/** The way to a text inside of content. */
export type Path = (string | number)[];

/** The ways to all texts of some content. */
export function textsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value === 'string') return [at];
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value);
  return inside.flatMap(([key, inner]) => textsIn(inner, [...at, key]));
}

export function valueAt(value: unknown, path: Path): string {
  const found = path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
  return String(found);
}

/** A copy with another text (or list) there. */
export function changedAt(content: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(content);
  const last = path.at(-1) ?? '';
  const holder = path
    .slice(0, -1)
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : at),
      copy,
    );
  if (typeof holder === 'object' && holder !== null) Reflect.set(holder, last, value);
  return copy;
}
