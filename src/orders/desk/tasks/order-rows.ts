import { namesOf } from '../../../accounts/index.ts';
import { gatewayTitle, type PaymentRow } from '../../../payments/index.ts';
import { shownTime } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { maskName } from '../../../platform/mask.ts';
import { yuan } from '../../../platform/money.ts';
import type { CsvCell } from '../../../platform/tables/write-csv.ts';
import type { OrderRow } from '../../tables.ts';
import { maskContact, openContact } from '../buyers.ts';
import { readAsked } from '../list/asked.ts';
import { filterOf } from '../list/filter.ts';
import { findOrders } from '../list/find-orders.ts';
import { variantNames } from '../list/names.ts';
import { DELIVERY_WORDS, STATUS_SHOWN } from '../words.ts';
import type { Plan } from './plan.ts';

interface Item {
  order: OrderRow;
  product: string;
  variant: string;
  payment: Pick<PaymentRow, 'payment_no' | 'trade_no'> | undefined;
  person: string;
  contact: string;
}

const money = (cents: number | null): CsvCell => (cents === null ? null : Number(yuan(cents)));
const time = (at: Date | null): CsvCell => (at ? shownTime(at) : null);

const COLUMNS: [string, (item: Item) => CsvCell][] = [
  ['订单号', ({ order }) => order.order_no],
  ['状态', ({ order }) => STATUS_SHOWN[order.status].text],
  ['商品', ({ product }) => product],
  ['规格', ({ variant }) => variant],
  ['发货方式', ({ order }) => DELIVERY_WORDS[order.delivery]],
  ['数量', ({ order }) => order.quantity],
  ['单价', ({ order }) => money(order.unit_cents)],
  ['优惠', ({ order }) => money(order.discount_cents)],
  ['应付', ({ order }) => money(order.total_cents)],
  ['已退', ({ order }) => money(order.refunded_cents)],
  ['成本', ({ order }) => money(order.cost_cents)],
  ['支付方式', ({ order }) => (order.gateway ? gatewayTitle(order.gateway) : null)],
  ['支付单号', ({ payment }) => payment?.payment_no ?? null],
  ['网关单号', ({ payment }) => payment?.trade_no ?? null],
  ['买家账号', ({ person }) => person],
  ['联系方式', ({ contact }) => contact],
  ['迟到付款', ({ order }) => (order.is_late ? '是' : '')],
  ['下单时间', ({ order }) => time(order.created_at)],
  ['付款时间', ({ order }) => time(order.paid_at)],
  ['发货时间', ({ order }) => time(order.delivered_at)],
  ['关闭时间', ({ order }) => time(order.closed_at)],
];

const PAGE = 200;

/** The orders of a filter as rows of a table, the heading first; contacts masked unless the plan says why not. */
export async function* orderRows(db: Db, plan: Plan): AsyncGenerator<CsvCell[]> {
  yield COLUMNS.map(([label]) => label);
  const filter = await filterOf(db, readAsked(plan.asked));
  let after: number | null = plan.top;
  while (after !== null) {
    const { orders, next } = await findOrders(db, filter, after, PAGE);
    for (const item of await itemsOf(db, orders, plan.reason !== null))
      yield COLUMNS.map(([, cell]) => cell(item));
    after = next;
  }
}

async function itemsOf(db: Db, orders: readonly OrderRow[], whole: boolean): Promise<Item[]> {
  const names = await variantNames(
    db,
    orders.map(({ variant_id }) => variant_id),
  );
  const payments = await db('payments')
    .whereIn(
      'id',
      orders.flatMap(({ payment_id }) => payment_id ?? []),
    )
    .select('id', 'payment_no', 'trade_no');
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  const people = await namesOf(db, [...new Set(orders.flatMap(({ user_id }) => user_id ?? []))]);
  return orders.map((order) => {
    const { product = '', variant = '' } = names.get(order.variant_id) ?? {};
    const name = people.get(order.user_id ?? 0) ?? '';
    const contact = openContact(order) ?? '';
    return {
      ...{ order, product, variant, payment: byId.get(order.payment_id ?? 0) },
      person: whole ? name : maskName(name),
      contact: whole || contact === '' ? contact : maskContact(contact),
    };
  });
}
