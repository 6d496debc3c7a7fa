import type { Mark } from '../marks.ts';
import { templatesFor } from '../reasons/index.ts';

/** The marks of a posted review: for each field a reason from the list, own words, or both. */
export function marksFrom(body: Readonly<Record<string, unknown>>): Mark[] {
  const paths = Object.keys(body).flatMap(
    (name) => /^(?:reason|words):(.+)$/.exec(name)?.[1] ?? [],
  );
  return [...new Set(paths)].flatMap(
    (path) => markAt(path, textOf(body[`reason:${path}`]), textOf(body[`words:${path}`])) ?? [],
  );
}

function markAt(path: string, reason: string, words: string): Mark | undefined {
  const template = templatesFor(path).find(({ code }) => code === reason);
  if (template)
    return {
      path,
      code: template.code,
      message: words || template.message,
      suggestion: template.suggestion ?? '',
    };
  return words ? { path, code: 'reviewer', message: words, suggestion: '' } : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
