import type { FilingForm } from '../forms.ts';
import { flatten } from '../paths.ts';
import { labelOf } from '../rules/labels.ts';
import { type RuleBook, SHIPPED_BOOK } from './book.ts';
import { type Detail, detailsOf, servicesNamed } from './detail.ts';
import { allServices, candidatesOf, generalPathsOf } from './expand.ts';
import { findPattern } from './find-pattern.ts';
import { isQuoted, quotedValues } from './match.ts';
import { plainText } from './pattern.ts';
import type { Mark, ReasonRule } from './types.ts';

/** 居民身份证 in the code table of certificate types. */
const ID_CARD = '2';

/** Codes that are about numbers of ID cards alone. */
const ID_CARD_CODES = new Set(['1015']);

/** The rule that an answer of the bureau falls under: one that asks for these very words before the code's own. */
export function ruleForCode(code: string, text: string, book: RuleBook): ReasonRule | undefined {
  const known = book.codes.get(code);
  const plain = plainText(text);
  return known?.readers.find(({ pattern }) => findPattern(pattern, plain))?.rule ?? known?.plain;
}

/**
 * Turns one result code of the bureau, with its description, into marks at the fields it means. A website or
 * a value named in the description narrows them to the very rows that hold it. Success codes give none. `own`: what is
 * said of a code that no rule knows.
 */
export function explain(
  code: string,
  dmms: string | undefined,
  form: FilingForm,
  book: RuleBook = SHIPPED_BOOK,
  own: Partial<ReasonRule> = {},
): Mark[] {
  const description = (dmms ?? '').trim();
  const reason = ruleForCode(code, description, book) ?? {
    ...unknown(code, description),
    ...own,
  };
  if (reason.good) return [];
  const details = detailsOf(description);
  const marks = (details.length > 0 ? details : [{}]).flatMap((detail) =>
    pathsFor(reason, detail, form).map((path) => markOf(reason, path, description, detail)),
  );
  return marks.filter(({ path }, index) => marks.findIndex((mark) => mark.path === path) === index);
}

function pathsFor(reason: ReasonRule, detail: Detail, form: FilingForm): string[] {
  const named = servicesNamed(detail.site, form);
  const services = named.length > 0 ? named : allServices(form);
  const quoted = quotedValues(detail.data ?? '');
  const own = quotedAt(reason.paths, quoted, form, services);
  if (own.length > 0) return own;
  // A named website with other data in it may be a name we know under another spelling: look at all of them.
  const anywhere = quotedAt(reason.paths, quoted, form, allServices(form));
  if (anywhere.length > 0) return anywhere;
  const elsewhere =
    reason.who === 'customer' || reason.paths[0] === '' ? quotedOnForm(quoted, form) : [];
  if (elsewhere.length > 0) return elsewhere;
  const general = reason.paths.flatMap((template) => generalPathsOf(template, form, services));
  const meant = ID_CARD_CODES.has(reason.code) ? ofIdCards(general, form) : general;
  return meant.length > 0 ? [...new Set(meant)] : [''];
}

/** Of the numbers that may be meant, those of ID cards: a company's licence has none. */
function ofIdCards(paths: readonly string[], form: FilingForm): string[] {
  const values = flatten(form);
  const found = paths.filter((path) => values[path.replace(/number$/, 'type')] === ID_CARD);
  return found.length > 0 ? found : [...paths];
}

function quotedAt(
  templates: readonly string[],
  quoted: readonly string[],
  form: FilingForm,
  services: readonly number[],
): string[] {
  const candidates = templates.flatMap((template) => candidatesOf(template, form, services));
  const found = candidates.filter((place) => quoted.some((text) => isQuoted(place, text, form)));
  return [...new Set(found.map(({ path }) => path))];
}

/** Any field with exactly this value, when it is long enough not to be there by chance. */
function quotedOnForm(quoted: readonly string[], form: FilingForm): string[] {
  return Object.entries(flatten(form)).flatMap(([path, value]) => {
    const found = quoted.some((text) => text.length > 4 && isQuoted({ path, value }, text, form));
    return found && labelOf(path) !== '' ? [path] : [];
  });
}

function markOf(reason: ReasonRule, path: string, description: string, { data }: Detail): Mark {
  return {
    path,
    code: reason.code,
    message: data ? `${reason.message}：${data}` : reason.message,
    suggestion: reason.suggestion,
    official: description || reason.official,
    who: reason.who,
    ...(reason.retry ? { retry: true } : {}),
    ...(reason.severity === 'warn' ? { reminder: true } : {}),
  };
}

function unknown(code: string, description: string): ReasonRule {
  return {
    code,
    bureau_code: code,
    ...{ group: '', label: code, pattern: '', official: description, paths: [''] },
    message: description || `管局返回了未知的代码 ${code}`,
    suggestion: '请服务商查看管局的说明，必要时联系管局',
    ...{ who: 'operator', severity: 'reject', retry: false, good: false },
  };
}
