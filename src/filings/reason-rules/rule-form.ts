import { z } from 'zod';
import type { FieldErrors } from '../../platform/errors.ts';
import { readOr } from '../../platform/web.ts';
import { parsePattern, type ReasonRule, shippedRule } from '../reasons/index.ts';
import type { OwnRule } from './own-rule.ts';
import { isPlace } from './places.ts';

const text = (most: number, empty?: string) => {
  const words = z
    .string({ error: empty ?? '请填写' })
    .trim()
    .max(most, `请控制在 ${most} 字以内`);
  return empty ? words.min(1, empty) : words;
};

const Typed = z.object({
  bureau_code: z
    .string()
    .trim()
    .regex(/^\d{0,6}$/, '管局代码是几位数字，如 1999')
    .default(''),
  pattern: z.string().trim().max(300, '请控制在 300 字以内').default(''),
  group: text(20, '请写明归在哪一类'),
  label: text(40, '请起一个简短的名称'),
  paths: z.preprocess(
    (value) =>
      [value ?? []]
        .flat()
        .filter((path) => path !== '')
        .map((path) => (path === '-' ? '' : path)),
    z
      .array(z.string())
      .min(1, '请至少选一处')
      .max(12, '最多选 12 处')
      .refine((paths) => paths.every(isPlace), '没有这一处'),
  ),
  message: text(120, '请写明哪里不对'),
  suggestion: text(200, '请写明怎么改'),
  who: z.enum(['customer', 'operator'], '请选择'),
  severity: z.enum(['reject', 'warn'], '请选择'),
});

export type ReadRule = { ok: true; rule: OwnRule } | { ok: false; fields: FieldErrors };

/** Reads a rule as it was typed. Of a shipped rule the bureau's code stays, and a code's own rule has no words. */
export function readRule(body: unknown, shipped: ReasonRule | undefined): ReadRule {
  const read = readOr(Typed, body);
  if (!read.ok) return read;
  const fixed = shipped ? { bureau_code: shipped.bureau_code } : {};
  const rule = { ...read.data, ...fixed };
  if (shipped && shipped.pattern === '') return { ok: true, rule: { ...rule, pattern: '' } };
  const error = patternFault(rule);
  return error ? { ok: false, fields: { pattern: error } } : { ok: true, rule };
}

/** An own rule for a code that is shipped tells one answer from another; an unknown code needs no words. */
function patternFault({ pattern, bureau_code }: OwnRule): string | undefined {
  if (pattern === '' && bureau_code !== '' && !shippedRule(bureau_code)) return undefined;
  if (pattern === '' && bureau_code !== '')
    return '请写出这个代码的说明里会出现的说法；只想改代码本身的文字，请修改自带的规则';
  const parsed = parsePattern(pattern);
  return parsed.ok ? undefined : parsed.error;
}

/** A rule is tried out by its pattern alone: words that are not written yet are no hindrance. */
export function forTrying(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const unwritten = {
    group: '其他',
    label: '试算',
    message: '试算',
    suggestion: '试算',
    paths: '-',
  };
  const written = Object.entries(body).filter(([, value]) => value !== '');
  return { ...unwritten, who: 'customer', severity: 'reject', ...Object.fromEntries(written) };
}

/** What was typed, for a form that is shown again. */
export function typedRule(body: Readonly<Record<string, unknown>>): Record<
  keyof OwnRule,
  string
> & {
  chosen: string[];
} {
  const word = (name: string) => (typeof body[name] === 'string' ? String(body[name]) : '');
  const names = [
    'bureau_code',
    'pattern',
    'group',
    'label',
    'message',
    'suggestion',
    'who',
    'severity',
  ] as const;
  const words = Object.fromEntries(names.map((name) => [name, word(name)]));
  const chosen = [body['paths'] ?? []].flat().map(String);
  return { ...blank, ...words, paths: '', chosen };
}

const blank: Record<keyof OwnRule, string> = {
  ...{ bureau_code: '', pattern: '', group: '', label: '', paths: '' },
  ...{ message: '', suggestion: '', who: '', severity: '' },
};

/** A rule as its form shows it. */
export function ruleAsTyped(rule: OwnRule) {
  return typedRule({ ...rule, paths: rule.paths.map((path) => path || '-') });
}
