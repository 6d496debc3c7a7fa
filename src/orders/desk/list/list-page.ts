import { GATEWAYS, gatewayTitle } from '../../../payments/index.ts';
import type { Db } from '../../../platform/db.ts';
import { yuanShown } from '../../../platform/money.ts';
import type { OrderRow } from '../../tables.ts';
import { STATUSES } from '../../tables.ts';
import { briefTime } from '../brief.ts';
import { buyersMasked } from '../buyers.ts';
import { DELIVERY_WORDS, STATUS_SHOWN } from '../words.ts';
import { type Asked, isAskedFor, placeFor } from './asked.ts';
import { openCounts } from './counts.ts';
import { filterOf } from './filter.ts';
import { findOrders } from './find-orders.ts';
import { variantNames } from './names.ts';

/** All that the page of orders shows. */
export async function listPage(db: Db, asked: Asked, after: number | undefined) {
  const { orders, next, is_cut } = await findOrders(db, await filterOf(db, asked), after);
  return {
    orders: await linesOf(db, orders),
    tabs: await tabsFor(db, asked),
    is_cut,
    is_filtered: isAskedFor({ ...asked, status: '' }),
    choices: await choices(db),
    pager: {
      previous_href: after === undefined ? null : placeFor(asked),
      next_href: next === null ? null : placeFor(asked, { after: next }),
    },
  };
}

async function linesOf(db: Db, orders: readonly OrderRow[]) {
  const buyers = await buyersMasked(db, orders);
  const names = await variantNames(
    db,
    orders.map(({ variant_id }) => variant_id),
  );
  return orders.map((order) => ({
    order_no: order.order_no,
    what: names.get(order.variant_id) ?? { product: '（已删除）', variant: '' },
    buyer: buyers.get(order.order_no) ?? '',
    quantity: order.quantity,
    total: yuanShown(order.total_cents),
    refunded: order.refunded_cents > 0 ? `已退 ${yuanShown(order.refunded_cents)}` : null,
    way: order.gateway ? gatewayTitle(order.gateway) : null,
    badges: badgesOf(order),
    created: briefTime(order.created_at),
    paid: briefTime(order.paid_at),
  }));
}

/** Where it stands, and that its money came late. */
export function badgesOf({ status, is_late, refunded_cents }: OrderRow) {
  return [
    STATUS_SHOWN[status],
    ...(is_late ? [{ text: '迟到付款', tone: 'info' as const }] : []),
    ...(refunded_cents > 0 && status !== 'refunded'
      ? [{ text: '部分退款', tone: 'info' as const }]
      : []),
  ];
}

/** A tab for each status; how many are open only while nothing else narrows the list. */
async function tabsFor(db: Db, asked: Asked) {
  const isNarrow = isAskedFor({ ...asked, status: '' });
  const counts = isNarrow ? {} : await openCounts(db);
  const all = { label: '全部', href: placeFor({ ...asked, status: '' }), active: !asked.status };
  const each = STATUSES.map((status) => ({
    label: STATUS_SHOWN[status].text,
    href: placeFor({ ...asked, status }),
    active: asked.status === status,
    ...((counts[status] ?? '0') === '0' ? {} : { count: counts[status] }),
  }));
  return { label: '订单状态', items: [all, ...each] };
}

/** What the filters offer. */
async function choices(db: Db) {
  const products = await db('products').orderBy('name').limit(500).select('product_no', 'name');
  return {
    products: products.map(({ product_no, name }) => ({ value: product_no, label: name })),
    gateways: GATEWAYS.map(({ name, title }) => ({ value: name, label: title })),
    deliveries: Object.entries(DELIVERY_WORDS).map(([value, label]) => ({ value, label })),
  };
}
