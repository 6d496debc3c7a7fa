import { type Request, type RequestHandler, type Response, Router } from 'express';
import { type Offer, offersByNo } from '../../catalog/index.ts';
import { MINUTE, now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { limited } from '../../platform/guards.ts';
import { newChallenge } from '../challenge/challenge.ts';
import { checkOut } from './check-out.ts';
import { readCheckout, typedIn } from './checkout-form.ts';
import { showCheckout } from './checkout-page.ts';
import { customerOf, giveDevice, sourceOf } from './device.ts';
import { beginPayment } from './pay-held.ts';

/** From the product to an order that is placed. */
export const checkoutRoutes = Router();

const often = limited({ name: 'orders', limit: 60, windowMs: 10 * MINUTE, failOpen: true });
const look = limited({ name: 'checkout', limit: 300, windowMs: 10 * MINUTE, failOpen: true });
/** Of codes, the same count as where the catalog tells what one is worth: nobody finds codes by trying. */
const codes = limited({ name: 'coupon', limit: 60, windowMs: 10 * MINUTE, failOpen: false });
const ifCode: RequestHandler = (req, res, next) =>
  typedIn(req.body)['coupon']?.trim() ? codes(req, res, next) : next();

checkoutRoutes.get('/orders/new', look, async (req, res) => {
  const { variant = '', quantity = '1' } = typedIn(req.query);
  await showCheckout(req, res, await offerOf(variant), { quantity });
});

/** The same page, reckoned anew: for scripts while one types, and for a button without them. */
checkoutRoutes.post('/orders/new', look, ifCode, async (req, res) => {
  const typed = typedIn(req.body);
  await showCheckout(req, res, await offerOf(typed['variant'] ?? ''), typed);
});

checkoutRoutes.get('/orders/challenge', look, async (req, res) => {
  const { variant = '' } = typedIn(req.query);
  if (!/^GG\w{16}$/.test(variant)) throw new UserError('not_found', '没有这个规格');
  res.json(await newChallenge(variant));
});

checkoutRoutes.post('/orders', often, ifCode, async (req, res) => {
  const typed = typedIn(req.body);
  const offer = await offerOf(typed['variant'] ?? '');
  const read = readCheckout(req.body, offer, customerOf(req) === null);
  if (!read.ok) return showCheckout(req, res.status(422), offer, typed, read.fields);
  const buyer = {
    user_id: customerOf(req),
    device: giveDevice(req, res),
    source: sourceOf(req),
  };
  try {
    const { order, method } = await checkOut(offer, read.form, buyer);
    await beginOr(res, () => beginPayment(req, order, { gateway: order.gateway, method }));
    res.redirect(303, `/orders/${order.order_no}`);
  } catch (error) {
    await refuse(req, res, offer, error);
  }
});

/** What sells no more is shown as such, wherever the number came from. */
async function offerOf(variant_no: string): Promise<Offer> {
  const offer = (await offersByNo(db, [variant_no.slice(0, 40)], now())).get(variant_no);
  return must(offer?.is_on_sale ? offer : undefined, '商品，它可能已经下架');
}

/** The order stands whatever a gateway says: on its page another way may be chosen. */
export async function beginOr(res: Response, begin: () => Promise<void>): Promise<void> {
  try {
    await begin();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    res.flash('error', error.message);
  }
}

/** Nothing typed is lost, and stock and prices are those of now. */
async function refuse(req: Request, res: Response, offer: Offer, error: unknown): Promise<void> {
  if (!(error instanceof UserError)) throw error;
  const fresh = (await offersByNo(db, [offer.variant.variant_no], now())).values().next().value;
  const fields = Object.keys(error.fields).length > 0 ? error.fields : { _: error.message };
  res.status(error.status);
  await showCheckout(req, res, fresh ?? offer, { ...typedIn(req.body), proof: '' }, fields);
}
