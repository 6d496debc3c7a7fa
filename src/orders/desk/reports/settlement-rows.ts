import type { Db } from '../../../platform/db.ts';
import { yuan } from '../../../platform/money.ts';
import type { CsvCell } from '../../../platform/tables/write-csv.ts';
import { settlementOf } from './settlement.ts';

const money = (cents: number | null): CsvCell => (cents === null ? null : Number(yuan(cents)));

/** The settlement sheet of a month as rows of a table, the heading first. */
export async function* settlementRows(db: Db, month: string): AsyncGenerator<CsvCell[]> {
  const { ways, products, total } = await settlementOf(db, month);
  yield ['月份', '类别', '名称', '付款单数', '收入', '退款笔数', '退款', '手续费', '成本', '结余'];
  for (const way of ways)
    yield [
      ...[month, '支付方式', way.title, way.paid, money(way.revenue_cents), way.refunds],
      ...[money(way.refunded_cents), money(way.fee_cents), money(way.cost_cents)],
      money(way.net_cents),
    ];
  for (const one of products)
    yield [
      ...[month, '商品', one.name, one.paid, money(one.revenue_cents), one.refunds],
      ...[money(one.refunded_cents), null, money(one.cost_cents), money(one.profit_cents)],
    ];
  yield [
    ...[month, '合计', '', total.paid, money(total.revenue_cents), total.refunds],
    ...[money(total.refunded_cents), money(total.fee_cents), money(total.cost_cents)],
    money(total.profit_cents),
  ];
}
