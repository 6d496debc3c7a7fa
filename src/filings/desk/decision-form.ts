import { isSlot } from '../forms.ts';
import type { Mark } from '../marks.ts';
import { type RuleBook, templatesFor } from '../reasons/index.ts';
import { labelOf } from '../rules/index.ts';

/** What a reviewer has ticked, chosen and written, as it came: shown again when it cannot be taken. */
export interface PostedReview {
  /** Paths of the lines that were found right. */
  ok: ReadonlySet<string>;
  /** Points of the province's list that were looked at, by their number. */
  seen: ReadonlySet<string>;
  reasons: ReadonlyMap<string, string>;
  words: ReadonlyMap<string, string>;
  note: string;
}

export function postedReview(body: Readonly<Record<string, unknown>>): PostedReview {
  const named = (prefix: string) =>
    new Map(
      Object.entries(body).flatMap(([name, value]) => {
        const path = name.startsWith(`${prefix}:`) ? name.slice(prefix.length + 1) : undefined;
        const text = textOf(value);
        return path !== undefined && isPlace(path) && text !== '' ? [[path, text] as const] : [];
      }),
    );
  return {
    ok: new Set(textsOf(body['ok']).filter(isPlace)),
    seen: new Set(textsOf(body['seen'])),
    reasons: named('reason'),
    words: named('words'),
    note: textOf(body['note']),
  };
}

/** The marks of a review: for each field a reason from the list, own words, or both. */
export function marksFrom({ reasons, words }: PostedReview, book: RuleBook): Mark[] {
  const paths = [...new Set([...reasons.keys(), ...words.keys()])];
  return paths.flatMap(
    (path) => markAt(path, { reason: reasons.get(path), words: words.get(path) }, book) ?? [],
  );
}

function markAt(
  path: string,
  { reason, words = '' }: { reason: string | undefined; words: string | undefined },
  book: RuleBook,
): Mark | undefined {
  const template = templatesFor(path, book).find(({ code }) => code === reason);
  if (!template)
    return words ? { path, code: 'reviewer', message: words, suggestion: '' } : undefined;
  const { code, message, suggestion } = template;
  return { path, code, message: words || message, suggestion: suggestion ?? '' };
}

/** A field of the form, a place for material, or '' for the filing as a whole. */
function isPlace(path: string): boolean {
  const slot = /^materials\.(.+)$/.exec(path)?.[1];
  if (slot !== undefined) return isSlot(slot);
  return path === '' || (path.length <= 120 && labelOf(path) !== '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function textsOf(value: unknown): string[] {
  return [value].flat().filter((one) => typeof one === 'string');
}
