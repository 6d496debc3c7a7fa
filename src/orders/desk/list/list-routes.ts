import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../../accounts/index.ts';
import { db } from '../../../platform/db.ts';
import { pageKey, placeFor, readAsked } from './asked.ts';
import { listPage } from './list-page.ts';
import { placeOf } from './search.ts';

/** All orders, filtered; and one box that leads to an order, a card or a buyer. */
export const listRoutes = Router();
const reads = requires('shop.read');

listRoutes.get('/shop-orders', reads, async (req, res) => {
  await showList(req, res, null);
});

/** A post, so that a contact or a card gets into no address and no log. */
listRoutes.post('/shop-orders/search', reads, async (req, res) => {
  const q = String(req.body?.q ?? '').slice(0, 500);
  const place = await placeOf(db, q);
  if (place) return res.redirect(303, place);
  await showList(req, res.status(404), q);
});

async function showList(req: Request, res: Response, unfound: string | null): Promise<void> {
  const asked = readAsked(req.query);
  res.page('orders/desk/orders', {
    title: '订单',
    ...{ asked, unfound },
    ...(await listPage(db, asked, pageKey(req.query['after']))),
    export_href: placeFor(asked, { kind: 'export' }, '/shop-tasks/new'),
    may_manage: userOf(req).may('shop.manage'),
  });
}
