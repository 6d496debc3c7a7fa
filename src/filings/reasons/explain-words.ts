import type { FilingForm } from '../forms.ts';
import { asciiDomain } from '../rules/suffixes.ts';
import { type RuleBook, SHIPPED_BOOK } from './book.ts';
import { allServices, candidatesOf, generalPathsOf } from './expand.ts';
import { findPattern } from './find-pattern.ts';
import { ofGivenMaterial, templatesMeant } from './narrow.ts';
import { plainText } from './pattern.ts';
import type { Mark, ReasonRule } from './types.ts';

/** The code of a mark that holds what no rule knows. */
export const UNKNOWN_WORDS = 'words';
/** What is longer is no clause: nothing after it is looked through. */
const LONGEST_CLAUSE = 2000;

/**
 * Turns an officer's own words into marks at the fields they mean. What is not understood is kept, in the
 * officer's words, at path ''; nothing of what was written is lost.
 */
export function explainWords(
  text: string,
  form: FilingForm,
  book: RuleBook = SHIPPED_BOOK,
): Mark[] {
  const official = text.trim();
  if (official === '') return [];
  const read = clausesOf(official).map((clause) => ({ clause, found: rulesIn(clause, book) }));
  const marks = read.flatMap(({ clause, found }) =>
    found.flatMap((rule) => marksOf(rule, clause, form)),
  );
  const rest = read.filter(({ clause, found }) => found.length === 0 && saysSomething(clause));
  const words = marks.length === 0 ? official : rest.map(({ clause }) => clause).join('；');
  return distinct(words === '' ? marks : [...marks, ownWords(words, official)]);
}

/** The clauses of what an officer wrote, without numbering. */
export function clausesOf(text: string): string[] {
  return text
    .split(/[。；;\n]+|(?<=^|[^\d.])\d{1,2}[、.．)）](?=\D)|[（(]\d{1,2}[)）]|[①②③④⑤⑥⑦⑧⑨]/)
    .map((clause) => clause.trim().replace(/^[，,：:]+|[，,：:]+$/g, ''))
    .filter((clause) => clause !== '');
}

/** The reasons a clause gives, from left to right; where two readings overlap, the earlier or longer one. */
export function rulesIn(clause: string, book: RuleBook): ReasonRule[] {
  const text = plainText(clause.slice(0, LONGEST_CLAUSE));
  const found = book.words
    .flatMap(({ rule, pattern }) => {
      const match = findPattern(pattern, text);
      return match ? [{ rule, ...match }] : [];
    })
    .sort((one, other) => one.from - other.from || other.to - one.to);
  const kept: typeof found = [];
  for (const reading of found) if (reading.from >= (kept.at(-1)?.to ?? 0)) kept.push(reading);
  return kept.map(({ rule }) => rule);
}

function marksOf(rule: ReasonRule, clause: string, form: FilingForm): Mark[] {
  const named = allServices(form).filter((index) => isNamed(index, clause, form));
  const services = named.length > 0 ? named : allServices(form);
  const templates = templatesMeant(rule.paths, clause);
  const rows = templates
    .filter((template) => template.includes('{domain}'))
    .flatMap((template) => candidatesOf(template, form, services))
    .filter(({ value }) => namesDomain(clause, value));
  const general = templates.flatMap((template) => generalPathsOf(template, form, services));
  const paths = rows.length > 0 ? rows.map(({ path }) => path) : ofGivenMaterial(general, form);
  return (paths.length > 0 ? paths : ['']).map((path) => ({
    path,
    code: rule.code,
    message: rule.message,
    suggestion: rule.suggestion,
    official: clause,
    who: rule.who,
    ...(rule.retry ? { retry: true } : {}),
    ...(rule.severity === 'warn' ? { reminder: true } : {}),
  }));
}

function isNamed(index: number, clause: string, form: FilingForm): boolean {
  const service = form.services[index];
  if (service === undefined) return false;
  const byName = service.name.length > 2 && clause.includes(service.name);
  return byName || service.domains.some((domain) => namesDomain(clause, domain));
}

/** Whether a clause names a domain whole: `b.com` is not named by `ab.com`. */
function namesDomain(clause: string, domain: string): boolean {
  const lower = clause.toLowerCase();
  return [domain.toLowerCase(), asciiDomain(domain)].some((name) => {
    const at = name === '' ? -1 : lower.indexOf(name);
    const before = lower.slice(0, Math.max(at, 0)).replace(/www\.$/, '');
    const after = lower.slice(at + name.length);
    return at >= 0 && !/[a-z0-9.-]$/.test(before) && !/^(-?[a-z0-9]|\.[a-z])/.test(after);
  });
}

const POLITE =
  /^(尊敬的.*|您好|你好|谢谢|请(您)?(核实|修改|重新)?(后)?(再次|重新)?(提交|报备|核实|修改|上报)?|以上|如有疑问.*)[！!，,]?$/;
/** Whether a clause is more than a greeting. */
export const saysSomething = (clause: string) => clause.length > 1 && !POLITE.test(clause);

function ownWords(words: string, official: string): Mark {
  const suggestion = '请按审核意见修改；看不明白的请联系服务商';
  return { path: '', code: UNKNOWN_WORDS, message: words, suggestion, official, who: 'customer' };
}

function distinct(marks: readonly Mark[]): Mark[] {
  const key = ({ path, code }: Mark) => `${path} ${code}`;
  return marks.filter(
    (mark, index) => marks.findIndex((other) => key(other) === key(mark)) === index,
  );
}
