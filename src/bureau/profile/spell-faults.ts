import type { z } from 'zod';

interface Fault {
  at: string;
  message: string;
}

type Issue = z.core.$ZodIssue;

/** Of an element the union of its four shapes is told once for each shape: only what is meant says what is wrong. */
const SHAPES = ['children', 'leaf', 'choice', 'part'] as const;

/** What zod found wrong, each at its own place in the document, in the words of the field. */
export function spelledOut(document: unknown, issues: readonly Issue[]): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    if (issue.code === 'invalid_union' && issue.errors.length === SHAPES.length) {
      const input = valueAt(document, issue.path);
      const inner = issue.errors[SHAPES.indexOf(shapeOf(input))] ?? [];
      if (inner.length > 0)
        return spelledOut(input, inner).map(({ at, message }) => ({
          at: [...issue.path, at].filter((step) => step !== '').join('.'),
          message,
        }));
    }
    return [{ at: issue.path.join('.'), message: issue.message }];
  });
}

/** Which shape an element has, by the one key that no other has. */
export function shapeOf(node: unknown): (typeof SHAPES)[number] {
  const has = (key: string) =>
    typeof node === 'object' && node !== null && Object.hasOwn(node, key);
  return SHAPES.find((shape) => shape !== 'leaf' && has(shape)) ?? 'leaf';
}

/** The value at a place of a JSON document; undefined where there is none. */
export function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (here, key) =>
      typeof here === 'object' && here !== null && Object.hasOwn(here, key)
        ? Reflect.get(here, key)
        : undefined,
    document,
  );
}
