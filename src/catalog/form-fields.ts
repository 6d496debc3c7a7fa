import { z } from 'zod';
import { shownTime } from '../platform/clock.ts';
import { centsOf, yuan } from '../platform/money.ts';

/** What browsers send of a text field, '' when it is empty. */
export const words = (most: number) =>
  z.string({ error: '请填写' }).trim().max(most, `请控制在 ${most} 字以内`).default('');

export const needed = (most: number, missing = '请填写') =>
  z.string({ error: missing }).trim().min(1, missing).max(most, `请控制在 ${most} 字以内`);

const wholeOf = (least: number, most: number) =>
  z.coerce
    .number('请填写数字')
    .int('请填写整数')
    .min(least, `不小于 ${least}`)
    .max(most, `不大于 ${most}`);

/** A whole number; an empty field is `usual`. */
export const whole = (least: number, most: number, usual: number) =>
  z.preprocess((typed) => (isEmpty(typed) ? usual : typed), wholeOf(least, most));

/** A whole number, or null for a field left empty. */
export const wholeOrNone = (least: number, most: number) =>
  z.preprocess((typed) => (isEmpty(typed) ? null : typed), wholeOf(least, most).nullable());

/** An amount typed in yuan, as cents. */
export const money = z.string({ error: '请填写金额' }).transform((typed, context) => {
  const cents = centsOf(typed);
  if (cents !== undefined) return cents;
  context.addIssue({
    code: 'custom',
    message: typed.trim() ? '请填写金额，最多两位小数' : '请填写金额',
  });
  return z.NEVER;
});

export const moneyOrNone = z.preprocess(
  (typed) => (isEmpty(typed) ? null : typed),
  money.nullable(),
);

/** A moment from a field of type datetime-local, in the time of China; null when it is empty. */
export const moment = z
  .union([z.literal(''), z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, '请选择日期和时间')])
  .default('')
  .transform((typed) => (typed ? new Date(`${typed}:00+08:00`) : null))
  .refine((at) => at === null || !Number.isNaN(at.getTime()), '请选择日期和时间');

/** A tick: browsers send it only when it is set. */
export const tick = z.preprocess((typed) => typed !== undefined && typed !== '', z.boolean());

/** Which version of a thing the form was opened on. */
export const version = z.coerce.number('请刷新页面').int().min(0);

/** Back into a field: the moment as it was typed. */
export const momentTyped = (at: Date | null): string =>
  at ? shownTime(at).slice(0, 16).replace(' ', 'T') : '';

export const moneyTyped = (cents: number | null): string => (cents === null ? '' : yuan(cents));

/** What is in the fields of a form: what somebody typed, or what is stored. */
export type Typed = Record<string, string>;

/** The typed texts of a form by name, so that a refused form is shown as it was. */
export function typedIn(body: unknown): Typed {
  const pairs = Object.entries(typeof body === 'object' && body !== null ? body : {});
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

const isEmpty = (typed: unknown) =>
  typed === undefined || typed === null || (typeof typed === 'string' && typed.trim() === '');
