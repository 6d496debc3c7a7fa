import { z } from 'zod';
import { type Db, db } from '../../platform/db.ts';
import type { FieldErrors } from '../../platform/errors.ts';
import { centsOf, yuan } from '../../platform/money.ts';
import { readOr } from '../../platform/web.ts';
import {
  moment,
  momentTyped,
  moneyOrNone,
  moneyTyped,
  type Typed,
  tick,
  whole,
  wholeOrNone,
  words,
} from '../form-fields.ts';
import type { CouponRow } from '../tables.ts';

export const MOST_AT_ONCE = 10_000;

const Form = z
  .object({
    kind: z.enum(['fixed', 'percent'], '请选择'),
    amount: words(20),
    minimum: moneyOrNone,
    product_no: words(20),
    most_per_person: wholeOrNone(1, 10_000),
    uses_total: whole(1, 10_000_000, 1),
    starts_at: moment,
    ends_at: moment,
    is_on: tick,
    note: words(200),
  })
  .refine(({ starts_at, ends_at }) => !starts_at || !ends_at || ends_at > starts_at, {
    path: ['ends_at'],
    message: '结束时间须晚于开始时间',
  });

export type CouponColumns = Pick<
  CouponRow,
  'kind' | 'amount' | 'minimum_cents' | 'product_id' | 'most_per_person' | 'uses_total'
> &
  Pick<CouponRow, 'starts_at' | 'ends_at' | 'is_on' | 'note'>;

/** The columns of a coupon as typed; `fields` says what is wrong. */
export async function readCoupon(
  db: Db,
  body: unknown,
): Promise<{ ok: true; columns: CouponColumns } | { ok: false; fields: FieldErrors }> {
  const form = readOr(Form, body);
  if (!form.ok) return form;
  const { amount: typed, minimum, product_no, ...plain } = form.data;
  const amount = plain.kind === 'fixed' ? (centsOf(typed) ?? 0) : Number(typed);
  const product = product_no ? await db('products').where({ product_no }).first('id') : undefined;
  const fields: FieldErrors = {
    ...(amountFault(plain.kind, amount) ? { amount: amountFault(plain.kind, amount) } : {}),
    ...(product_no && !product ? { product_no: '没有这个商品，请填写商品编号' } : {}),
  };
  if (Object.keys(fields).length > 0) return { ok: false, fields };
  const columns = {
    ...plain,
    amount,
    minimum_cents: minimum ?? 0,
    product_id: product?.id ?? null,
  };
  return { ok: true, columns };
}

function amountFault(kind: CouponRow['kind'], amount: number): string {
  if (kind === 'fixed') return amount > 0 ? '' : '请填写减多少元，最多两位小数';
  return Number.isInteger(amount) && amount >= 1 && amount <= 100 ? '' : '请填写 1 到 100 的整数';
}

/** Either one code of the operator's own, or so many random ones. */
const How = z.object({
  code: words(40).transform((typed) => typed.toUpperCase()),
  count: whole(1, MOST_AT_ONCE, 1),
});

export function readHow(body: unknown) {
  const how = readOr(How, body);
  if (!how.ok) return how;
  const { code, count } = how.data;
  if (code && !/^[0-9A-Z_-]{3,40}$/.test(code))
    return { ok: false, fields: { code: '请用 3 到 40 位字母、数字、- 或 _' } } as const;
  if (code && count > 1)
    return { ok: false, fields: { code: '自己写的优惠码一次只能建一个；要多个请留空' } } as const;
  return how;
}

export const NEW_COUPON: Typed = {
  ...{ code: '', count: '1', kind: 'fixed', amount: '', minimum: '', product_no: '', note: '' },
  ...{ most_per_person: '1', uses_total: '100', starts_at: '', ends_at: '', is_on: 'yes' },
};

export async function typedCoupon(row: CouponRow): Promise<Typed> {
  const product = await db('products')
    .where({ id: row.product_id ?? 0 })
    .first('product_no');
  const { kind, amount } = row;
  return {
    ...{ kind, amount: kind === 'fixed' ? yuan(amount) : String(amount), note: row.note },
    minimum: row.minimum_cents ? moneyTyped(row.minimum_cents) : '',
    product_no: product?.product_no ?? '',
    most_per_person: row.most_per_person === null ? '' : String(row.most_per_person),
    uses_total: String(row.uses_total),
    ...{ starts_at: momentTyped(row.starts_at), ends_at: momentTyped(row.ends_at) },
    ...{ is_on: row.is_on ? 'yes' : '', version: String(row.version) },
  };
}
