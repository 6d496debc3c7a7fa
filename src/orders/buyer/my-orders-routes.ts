import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { noStore } from '../../platform/guards.ts';
import { linkTo } from '../../platform/links.ts';
import { yuanShown } from '../../platform/money.ts';
import { bySession } from '../../platform/permitted.ts';
import { timeShown } from '../../platform/present.ts';
import type { OrderRow, OrderStatus } from '../tables.ts';
import { typedIn } from './checkout-form.ts';
import { STANDINGS } from './standing.ts';

/** What a customer has bought, the newest first. */
export const myOrdersRoutes = Router();
const PAGE = 20;

const TABS: [value: string, label: string, statuses: readonly OrderStatus[]][] = [
  ['', '全部', []],
  ['unpaid', '待付款', ['unpaid']],
  ['open', '待发货', ['paid', 'waiting']],
  ['delivered', '已发货', ['delivered']],
  ['closed', '已关闭', ['expired', 'cancelled', 'refunded']],
];

type Listed = OrderRow & { product: string | null; variant: string | null };

myOrdersRoutes.get('/my-orders', noStore, bySession, requires('shop.buy'), async (req, res) => {
  const { show = '', before = '' } = typedIn(req.query);
  const [, , statuses = []] = TABS.find(([value]) => value === show) ?? [];
  const rows = await db('orders')
    .leftJoin('products', 'products.id', 'orders.product_id')
    .leftJoin('variants', 'variants.id', 'orders.variant_id')
    .where('orders.user_id', userOf(req).id)
    .modify((query) => {
      if (statuses.length > 0) query.whereIn('orders.status', statuses);
      if (/^\d{1,15}$/.test(before)) query.where('orders.id', '<', Number(before));
    })
    .orderBy('orders.id', 'desc')
    .limit(PAGE + 1)
    .select<Listed[]>('orders.*', 'products.name as product', 'variants.name as variant');
  const shown = rows.slice(0, PAGE);
  const next = rows.length > PAGE ? shown.at(-1)?.id : undefined;
  res.page('orders/buyer/my-orders', {
    title: '我的订单',
    sheets: ['shop', 'buy'],
    tabs: TABS.map(([value, label]) => ({
      ...{ label, href: linkTo('/my-orders', { show: value }), active: value === show },
    })),
    orders: shown.map(orderListed),
    pager: {
      previous_href: before ? linkTo('/my-orders', { show }) : null,
      next_href: next ? linkTo('/my-orders', { show, before: next }) : null,
    },
  });
});

function orderListed(order: Listed) {
  const { order_no, product, variant, quantity, status, total_cents, created_at } = order;
  return {
    ...{ order_no, quantity, product: product ?? '', variant: variant ?? '' },
    badge: STANDINGS[status],
    total: yuanShown(total_cents),
    created: timeShown(created_at),
    act: status === 'unpaid' ? '去付款' : status === 'delivered' ? '查看卡密' : '查看',
  };
}
