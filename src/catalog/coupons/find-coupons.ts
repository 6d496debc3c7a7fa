import { now } from '../../platform/clock.ts';
import { type Db, db, likeStart } from '../../platform/db.ts';
import { yuanShown } from '../../platform/money.ts';
import { timeShown } from '../../platform/present.ts';
import type { CouponRow } from '../tables.ts';

const PAGE = 50;

export interface CouponsAsked {
  /** The beginning of a code or a note. */
  text: string;
  run_no: string;
  before: number | undefined;
}

export async function couponsPage({ text, run_no, before }: CouponsAsked) {
  const rows = await db('coupons')
    .modify((query) => {
      if (run_no) query.where({ run_no });
      if (text)
        query.where((any) =>
          any
            .where('code', 'like', likeStart(text.toUpperCase()))
            .orWhere('note', 'like', likeStart(text)),
        );
      if (before !== undefined) query.where('id', '<', before);
    })
    .orderBy('id', 'desc')
    .limit(PAGE + 1)
    .select<CouponRow[]>('*');
  const shown = rows.slice(0, PAGE);
  return {
    coupons: await withProducts(db, shown),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** Coupons in words, with the names of the products they are for. */
export async function withProducts(db: Db, rows: readonly CouponRow[]) {
  const ids = rows.flatMap(({ product_id }) => product_id ?? []);
  const products = await db('products').whereIn('id', ids).select('id', 'name');
  const names = new Map(products.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    ...{ coupon_no: row.coupon_no, code: row.code, note: row.note, run_no: row.run_no },
    terms: termsOf(row),
    product: row.product_id === null ? null : (names.get(row.product_id) ?? '已删除的商品'),
    used: `${row.uses_total - row.uses_left} / ${row.uses_total}`,
    ends: row.ends_at && timeShown(row.ends_at),
    state: stateOf(row),
  }));
}

/** '减 ¥5.00，满 ¥20.00 可用'. */
export function termsOf({ kind, amount, minimum_cents }: CouponRow): string {
  const off = kind === 'fixed' ? `减 ${yuanShown(amount)}` : `减 ${amount}%`;
  return minimum_cents > 0 ? `${off}，满 ${yuanShown(minimum_cents)} 可用` : off;
}

function stateOf({ is_on, starts_at, ends_at, uses_left }: CouponRow) {
  const at = now();
  if (!is_on) return { text: '已停用', tone: 'idle' } as const;
  if (ends_at && at >= ends_at) return { text: '已过期', tone: 'idle' } as const;
  if (uses_left <= 0) return { text: '已用完', tone: 'idle' } as const;
  if (starts_at && at < starts_at) return { text: '未开始', tone: 'wait' } as const;
  return { text: '可用', tone: 'ok' } as const;
}

/** What a coupon took off in all, and the last orders that used it. Reads order numbers and nothing else of orders. */
export async function usesOf(db: Db, coupon_id: number) {
  const [sum] = await db('coupon_uses')
    .where({ coupon_id, given_back_at: null })
    .sum<{ cents: string | null }[]>('discount_cents as cents');
  const rows = await db('coupon_uses')
    .join('orders', 'orders.id', 'coupon_uses.order_id')
    .where('coupon_uses.coupon_id', coupon_id)
    .orderBy('coupon_uses.at', 'desc')
    .limit(200)
    .select('orders.order_no', 'coupon_uses.*');
  return {
    discount: yuanShown(Number(sum?.cents ?? 0)),
    uses: rows.map(({ order_no, at, discount_cents, given_back_at }) => ({
      ...{ order_no, at: timeShown(at), discount: yuanShown(discount_cents) },
      given_back: given_back_at && timeShown(given_back_at),
    })),
  };
}

/** The codes of a run (or all) as rows of a table, read a piece at a time. */
export async function* couponRows(db: Db, run_no: string) {
  yield ['优惠码', '优惠', '总次数', '剩余次数', '开始', '结束', '备注'];
  for (let after = 0; ; ) {
    const rows = await db('coupons')
      .where('id', '>', after)
      .modify((query) => {
        if (run_no) query.where({ run_no });
      })
      .orderBy('id')
      .limit(1000)
      .select<CouponRow[]>('*');
    for (const row of rows) {
      const [starts, ends] = [row.starts_at, row.ends_at].map((at) => at && timeShown(at).text);
      const { code, uses_total, uses_left, note } = row;
      yield [code, termsOf(row), uses_total, uses_left, starts ?? '', ends ?? '', note];
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
