import { randomInt } from 'node:crypto';
import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { inTransaction, isDuplicate } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import type { CouponRow } from '../tables.ts';
import type { CouponColumns } from './coupon-forms.ts';

/** Without letters that look like digits or like each other: codes are read out and typed. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const CHUNK = 500;

/** 59 random bits: nobody finds one by trying. */
const randomCode = () =>
  Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** Makes a coupon with a code of the operator's own, or `count` with random codes; gives the number of the run. */
export async function makeCoupons(
  actor: Actor,
  columns: CouponColumns,
  { code, count }: { code: string; count: number },
): Promise<string> {
  const run_no = publicNo('YP');
  const made_by = actor.kind === 'user' ? actor.id : null;
  const common = { ...columns, uses_left: columns.uses_total, run_no, made_by, created_at: now() };
  const rows = Array.from({ length: count }, () => ({
    ...{ ...common, coupon_no: publicNo('YH'), code: code || randomCode() },
  }));
  try {
    await inTransaction(async (trx) => {
      await trx.batchInsert('coupons', rows, CHUNK);
      const { kind, amount } = columns;
      await record(trx, actor, 'coupon.made', `coupons:${run_no}`, { count, kind, amount });
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const message = '这个优惠码已经有了，请换一个';
    throw new UserError('conflict', message, { code: message });
  }
  return run_no;
}

/**
 * Changes a coupon as it was when the form was opened; else a UserError conflict. More or fewer uses in all means as
 * many more or fewer left, and never fewer than were used.
 */
export async function changeCoupon(
  actor: Actor,
  before: CouponRow,
  version: number,
  columns: CouponColumns,
): Promise<void> {
  await inTransaction(async (trx) => {
    const { id, coupon_no } = before;
    const more = columns.uses_total - before.uses_total;
    const changed = await trx('coupons')
      .where({ id, version, uses_total: before.uses_total })
      .whereRaw('uses_left + ? >= 0', [more])
      .update({ ...columns, uses_left: trx.raw('uses_left + ?', [more]), version: version + 1 });
    if (changed !== 1) {
      const current = must(await trx('coupons').where({ id }).first(), '优惠码');
      throw refusal(current, version);
    }
    const { kind, amount, is_on } = columns;
    await record(trx, actor, 'coupon.changed', `coupon:${coupon_no}`, { kind, amount, is_on });
  });
}

function refusal(
  { version: current, uses_total, uses_left }: CouponRow,
  version: number,
): UserError {
  if (current !== version)
    return new UserError(
      'conflict',
      '这个优惠码刚被别人改过。您填写的内容还在，再点保存会以您的为准',
    );
  const message = `已经用掉 ${uses_total - uses_left} 次，总次数不能少于它`;
  return new UserError('unprocessable', message, { uses_total: message });
}
