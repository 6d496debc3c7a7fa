import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { type FieldErrors, must, UserError } from '../../platform/errors.ts';
import { linkTo } from '../../platform/links.ts';
import { sendCsv } from '../../platform/tables/send-csv.ts';
import { writeCsv } from '../../platform/tables/write-csv.ts';
import { type Typed, typedIn } from '../form-fields.ts';
import type { CouponRow } from '../tables.ts';
import { MOST_AT_ONCE, NEW_COUPON, readCoupon, readHow, typedCoupon } from './coupon-forms.ts';
import { couponRows, couponsPage, usesOf, withProducts } from './find-coupons.ts';
import { changeCoupon, makeCoupons } from './save-coupons.ts';

/** 优惠码 for operators. */
export const couponRoutes = Router();
const reads = requires('shop.read');
const manages = requires('shop.manage');

couponRoutes.get('/coupons', reads, async (req, res) => {
  const before = Number.parseInt(String(req.query['before'] ?? ''), 10);
  const text = String(req.query['q'] ?? '')
    .trim()
    .slice(0, 60);
  const asked = { text, run_no: runIn(req.query['run']), before: before > 0 ? before : undefined };
  const { coupons, next } = await couponsPage(asked);
  const words = { q: text, run: asked.run_no };
  res.page('catalog/coupons', {
    title: '优惠码',
    ...{ asked, coupons, may_manage: userOf(req).may('shop.manage') },
    pager: {
      previous_href: asked.before === undefined ? null : linkTo('/coupons', words),
      next_href: next === null ? null : linkTo('/coupons', { ...words, before: next }),
    },
  });
});

const runIn = (typed: unknown) =>
  typeof typed === 'string' && /^YP\w{16}$/.test(typed) ? typed : '';

couponRoutes.get('/coupons/new', manages, (_req, res) => showNew(res, NEW_COUPON));

couponRoutes.post('/coupons', manages, async (req, res) => {
  const typed = typedIn(req.body);
  const how = readHow(req.body);
  const coupon = await readCoupon(db, req.body);
  if (!how.ok || !coupon.ok) {
    const fields = { ...(how.ok ? {} : how.fields), ...(coupon.ok ? {} : coupon.fields) };
    return showNew(res.status(422), typed, fields);
  }
  try {
    const run_no = await makeCoupons(userOf(req).actor, coupon.columns, how.data);
    res.flash('success', `已生成 ${how.data.count} 个优惠码`);
    res.redirect(303, linkTo('/coupons', { run: run_no }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    showNew(res.status(error.status), typed, error.fields);
  }
});

/** A post: whoever takes codes out is written down. */
couponRoutes.post('/coupons/export', manages, async (req, res) => {
  const run_no = runIn(req.body?.run);
  await inTransaction((trx) =>
    record(trx, userOf(req).actor, 'coupon.exported', run_no ? `coupons:${run_no}` : 'coupons'),
  );
  await sendCsv(res, `coupons${run_no && `-${run_no}`}.csv`, writeCsv(couponRows(db, run_no)));
});

couponRoutes.get('/coupons/:coupon_no', reads, async (req, res) => {
  const coupon = await couponFor(req);
  await show(req, res, coupon, await typedCoupon(coupon));
});

couponRoutes.post('/coupons/:coupon_no', manages, async (req, res) => {
  const coupon = await couponFor(req);
  const typed = typedIn(req.body);
  const read = await readCoupon(db, req.body);
  if (!read.ok) return show(req, res.status(422), coupon, typed, read.fields);
  try {
    const version = Number(typed['version']) || 0;
    await changeCoupon(userOf(req).actor, coupon, version, read.columns);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const current = await couponFor(req);
    const fields = error.code === 'conflict' ? { _: error.message } : error.fields;
    const again = { ...typed, version: String(current.version) };
    return show(req, res.status(error.status), current, again, fields);
  }
  res.flash('success', '已保存');
  res.redirect(303, `/coupons/${coupon.coupon_no}`);
});

async function couponFor(req: Request): Promise<CouponRow> {
  const coupon_no = String(req.params['coupon_no']);
  return must(await db('coupons').where({ coupon_no }).first(), '优惠码');
}

function showNew(res: Response, typed: Typed, fields: FieldErrors = {}): void {
  res.page('catalog/coupon-new', { title: '生成优惠码', typed, fields, most: MOST_AT_ONCE });
}

async function show(
  req: Request,
  res: Response,
  coupon: CouponRow,
  typed: Typed,
  fields: FieldErrors = {},
): Promise<void> {
  const [shown] = await withProducts(db, [coupon]);
  res.page('catalog/coupon', {
    title: coupon.code,
    ...{ coupon: shown, typed, fields, ...(await usesOf(db, coupon.id)) },
    may_manage: userOf(req).may('shop.manage'),
  });
}
