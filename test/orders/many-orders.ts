import type { Db } from '../../src/platform/db.ts';

/** `case` over a number from 0 to 99, spread evenly: [below, value]. */
const share = (of: string, parts: readonly (readonly [number, string])[], rest: string) =>
  `case ${parts.map(([below, value]) => `when ${of} < ${below} then ${value}`).join(' ')} else ${rest} end`;

const DIGITS = Array.from({ length: 10 }, (_, n) => `select ${n} as d`).join(' union all ');
/** A hundred thousand numbers from a first one on. */
const NUMBERS = `select ? + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d as n from
  ${['a', 'b', 'c', 'e', 'f'].map((name) => `(${DIGITS}) ${name}`).join(' cross join ')}`;

/**
 * So many orders of a year until the end of June 2026, written by the database itself: twenty products of which the
 * last sells one in ten thousand, every status and way of payment, a few with late money.
 */
export async function manyOrders(db: Db, rows: number): Promise<{ products: string[] }> {
  const { aVariant } = await import('../shop.ts');
  const made = [];
  for (let n = 0; n < 20; n++) made.push(await aVariant(db, { product: { name: `商品 ${n}` } }));
  const ids = made.map(({ product, variant }) => [product.id, variant.id] as const);
  const pick = 'case when n % 10000 = 7 then 19 else mod(crc32(n * 11), 19) end';
  const of = (at: 0 | 1) => `elt(1 + (${pick}), ${ids.map((pair) => pair[at]).join(', ')})`;
  const status = share(
    'mod(crc32(n), 100)',
    [
      [80, "'delivered'"],
      [96, "'expired'"],
      [98, "'cancelled'"],
    ],
    "if(mod(crc32(n * 3), 20) = 0, 'waiting', if(mod(crc32(n * 3), 20) < 3, 'unpaid', 'refunded'))",
  );
  const gateway = share(
    'mod(crc32(n * 7), 1000)',
    [
      [600, "'alipay'"],
      [940, "'wechat'"],
      [999, "'epay_v1'"],
    ],
    "'epusdt'",
  );
  const created = "timestampadd(second, floor(n * 31536000 / ?), '2025-07-01')";
  for (let from = 0; from < rows; from += 100_000) {
    const until = Math.min(rows, from + 100_000);
    await db.raw(
      `insert into orders (order_no, product_id, variant_id, delivery, status, quantity, unit_cents, total_cents,
         cost_cents, contact_sealed, buyer_index, gateway, is_late, created_at, paid_at, delivered_at)
       select concat('DD', lpad(conv(n, 10, 36), 16, '0')), ${of(0)}, ${of(1)}, 'imported', ${status}, 1,
         990 + mod(crc32(n * 13), 9000), 990 + mod(crc32(n * 13), 9000), 500, null, unhex(md5(mod(n, 50000))),
         ${gateway}, mod(n, 5000) = 1, ${created}, ${created}, ${created}
       from (${NUMBERS}) numbers where n < ? order by n`,
      [rows, rows, rows, from, until],
    );
  }
  await db.raw('update orders set paid_at = null, delivered_at = null where status in (?, ?, ?)', [
    'unpaid',
    'expired',
    'cancelled',
  ]);
  await db.raw('analyze table orders');
  return { products: made.map(({ product }) => product.product_no) };
}
