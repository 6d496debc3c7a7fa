import { type Request, type Response, Router } from 'express';
import { toDataURL } from 'qrcode';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { fromNow, MINUTE } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { type FieldErrors, must, UserError } from '../../platform/errors.ts';
import { limited } from '../../platform/guards.ts';
import { centsOf, yuan, yuanShown } from '../../platform/money.ts';
import { bySession } from '../../platform/permitted.ts';
import { readSetting } from '../../platform/settings.ts';
import { readOr } from '../../platform/web.ts';
import { balanceOf } from '../balance/balance.ts';
import { startPayment, wayOf } from '../pay/start-payment.ts';
import { waysToPay } from '../pay/ways-to-pay.ts';
import { entryShown, paymentShown } from '../present.ts';
import { paymentsSetting } from '../settings.ts';

/** A customer's own balance: what he has, where it went, and more for it. */
export const balanceRoutes = Router();
const place = '/balance';
const buys = requires('shop.buy');
const SHOWN = 100;
const OPEN_FOR = 30 * MINUTE;
const often = limited({ name: 'top-ups', limit: 30, windowMs: 10 * MINUTE, failOpen: false });

balanceRoutes.get(place, buys, bySession, async (req, res) => {
  await showBalance(req, res, { amount: '', way: '' }, {});
});

const TopUp = z.object({
  amount: z.string().trim().default(''),
  way: z.string({ error: '请选择付款方式' }).max(60).default(''),
});

balanceRoutes.post(`${place}/top-ups`, buys, bySession, often, async (req, res) => {
  const form = readOr(TopUp, req.body);
  const typed = form.ok ? form.data : { amount: '', way: '' };
  const { cents, fields } = await readTopUp(typed);
  if (cents === undefined) return showBalance(req, res.status(422), typed, fields);
  try {
    const [gateway = '', method = ''] = typed.way.split('/');
    const begun = await startPayment(db, {
      ...{ purpose: 'top_up', subject_id: userOf(req).id, amount_cents: cents, gateway, method },
      ...{ title: '余额充值', expires_at: fromNow(OPEN_FOR), return_path: place },
      ...{ ip: req.ip ?? null, user_agent: req.get('user-agent') ?? '' },
    });
    res.redirect(303, `${place}/top-ups/${begun.payment_no}`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await showBalance(req, res.status(error.status), typed, { way: error.message });
  }
});

async function readTopUp({ amount, way }: z.output<typeof TopUp>) {
  const {
    top_up_least_cents: least,
    top_up_most_cents: most,
    may_top_up,
  } = await readSetting(paymentsSetting);
  const cents = centsOf(amount);
  const fields: FieldErrors = {};
  if (!may_top_up) fields['amount'] = '现在不能充值';
  else if (cents === undefined) fields['amount'] = '请填写金额，例如 50 或 50.00';
  else if (cents < least || cents > most)
    fields['amount'] = `一次可充 ${yuanShown(least)} 到 ${yuanShown(most)}`;
  if (way === '') fields['way'] = '请选择付款方式';
  return { cents: Object.keys(fields).length > 0 ? undefined : cents, fields };
}

/** Shows itself anew until the money has come. */
balanceRoutes.get(`${place}/top-ups/:payment_no`, buys, bySession, async (req, res) => {
  const payment_no = String(req.params['payment_no']);
  const own = { payment_no, purpose: 'top_up', subject_id: userOf(req).id } as const;
  const row = must(await db('payments').where(own).first(), '充值');
  const way = row.status === 'started' && row.way_sealed ? wayOf(row) : null;
  res.page('payments/top-up', {
    title: '余额充值',
    payment: paymentShown(row),
    is_open: row.status === 'started' && row.expires_at > fromNow(0),
    is_landed: row.landed_at !== null,
    way,
    qr: way?.kind === 'qr' ? await toDataURL(way.text, { margin: 1, width: 240 }) : null,
  });
});

async function showBalance(
  req: Request,
  res: Response,
  values: { amount: string; way: string },
  fields: FieldErrors,
): Promise<void> {
  const { id: user_id } = userOf(req);
  const { may_top_up, top_up_least_cents } = await readSetting(paymentsSetting);
  const wanted = { amount_cents: centsOf(values.amount) ?? top_up_least_cents, user_id };
  const ways = may_top_up ? await waysToPay(db, { ...wanted, is_top_up: true }) : [];
  const entries = await db('balance_entries').where({ user_id }).orderBy('id', 'desc').limit(SHOWN);
  const open = await db('payments')
    .where({ purpose: 'top_up', subject_id: user_id, status: 'started' })
    .where('expires_at', '>', fromNow(0))
    .orderBy('id', 'desc')
    .limit(5);
  res.page('payments/balance', {
    title: '余额',
    balance: yuanShown(await balanceOf(db, user_id)),
    ...{ values, fields, least: yuan(top_up_least_cents) },
    ways: ways.map(({ gateway, method, label, hint }) => ({
      value: `${gateway}/${method}`,
      label,
      ...(hint ? { note: hint } : {}),
    })),
    entries: entries.map(entryShown),
    open: open.map(paymentShown),
  });
}
