import { z } from 'zod';
import { userByAccount } from '../../accounts/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import type { FieldErrors } from '../../platform/errors.ts';
import { readOr } from '../../platform/web.ts';
import type { CodeTerms } from './make-codes.ts';

export const MOST_AT_ONCE = 1000;

const whole = (most: number) =>
  z.coerce.number('请填写数字').int('请填写整数').min(1, '不小于 1').max(most, `不大于 ${most}`);

export const Amount = z.object({ amount: whole(MOST_AT_ONCE) });

const Terms = z.object({
  label: z
    .string({ error: '请填写' })
    .trim()
    .min(1, '请写明给哪台服务器或哪一批，以后好找')
    .max(120, '请控制在 120 字以内'),
  max_uses: whole(100),
  valid_until: z.union([z.literal(''), z.iso.date('请选择日期')]).default(''),
  customer: z.string().trim().max(200, '太长了').default(''),
});

/** The terms of new codes as typed; the last day is good until its end in China. */
export async function readTerms(
  body: unknown,
): Promise<{ terms: CodeTerms | null; fields: FieldErrors }> {
  const form = readOr(Terms, body);
  if (!form.ok) return { terms: null, fields: form.fields };
  const { label, max_uses, valid_until, customer } = form.data;
  const owner = customer === '' ? null : await userByAccount(db, customer, 'filing.file');
  const fields: FieldErrors = {
    ...(owner === undefined ? { customer: '没有这个客户，请填写他注册的邮箱或手机号' } : {}),
    ...(valid_until && valid_until < shownDay(now()) ? { valid_until: '这一天已经过去' } : {}),
  };
  if (owner === undefined || Object.keys(fields).length > 0) return { terms: null, fields };
  const until = valid_until ? new Date(`${valid_until}T23:59:59.999+08:00`) : null;
  return { terms: { label, max_uses, valid_until: until, customer_id: owner }, fields };
}
