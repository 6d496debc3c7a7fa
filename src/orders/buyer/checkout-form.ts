import { z } from 'zod';
import { identifierIn } from '../../accounts/index.ts';
import type { Offer } from '../../catalog/index.ts';
import { questionsOf, readAnswers } from '../../catalog/index.ts';
import type { FieldErrors } from '../../platform/errors.ts';
import { log } from '../../platform/log.ts';
import { readOr } from '../../platform/web.ts';

/** What stands in the form of the checkout, as it was typed: shown again when something is refused. */
export type Typed = Record<string, string>;

export function typedIn(body: unknown): Typed {
  const pairs = Object.entries(typeof body === 'object' && body !== null ? body : {});
  return Object.fromEntries(
    pairs.flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value.slice(0, 4000)]] : [],
    ),
  );
}

const text = (most: number) => z.string().trim().max(most, '太长了').default('');

const Form = z.object({
  quantity: z
    .string({ error: '请填写数量' })
    .trim()
    .regex(/^\d{1,6}$/, '请填写 1 以上的整数')
    .transform(Number)
    .refine((quantity) => quantity > 0, '至少 1 件'),
  coupon: text(40),
  way: text(60),
  once: z
    .string()
    .regex(/^[\w-]{16,64}$/, '请重新打开这个页面')
    .default(''),
  proof: text(4000),
  wait: text(200),
});

const GuestForm = Form.extend({
  contact: z
    .string({ error: '请填写邮箱或手机号' })
    .trim()
    .min(1, '请填写邮箱或手机号')
    .max(128, '太长了')
    .transform((typed) => identifierIn(typed)?.value)
    .refine((value) => value !== undefined, '请填写正确的邮箱，或 11 位手机号'),
  password: z
    .string({ error: '请设置查询密码' })
    .min(6, '至少 6 位，以后凭它查订单')
    .max(64, '不超过 64 位'),
});

export type CheckoutForm = z.output<typeof Form> & {
  contact: string | null;
  password: string | null;
  answers: Record<string, string> | null;
};

/** The form of a buyer, with all that is wrong with it at once. */
export function readCheckout(
  body: unknown,
  { product }: Offer,
  isGuest: boolean,
): { ok: true; form: CheckoutForm } | { ok: false; fields: FieldErrors } {
  const read = isGuest ? readOr(GuestForm, body) : readOr(Form, body);
  const questions = questionsOf(product);
  const { answers, fields } = readAnswers(questions, body);
  const faults = { ...(read.ok ? {} : read.fields), ...fields, ...pricesIn(body) };
  if (!read.ok || Object.keys(faults).length > 0) return { ok: false, fields: faults };
  const guest = { contact: null, password: null, ...read.data };
  const contact = guest.contact ?? null;
  return { ok: true, form: { ...guest, contact, answers: questions.length > 0 ? answers : null } };
}

const PRICE = /price|cents|amount|total|discount/i;

/** No field of ours is a price: whoever sends one wants to name it himself. */
function pricesIn(body: unknown): FieldErrors {
  const name = Object.keys(typeof body === 'object' && body !== null ? body : {}).find((each) =>
    PRICE.test(each),
  );
  if (name === undefined) return {};
  log.warn('an order named its own price', { field: name.slice(0, 40) });
  return { _: '价格由系统计算，不能提交' };
}
