import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { type FieldErrors, must } from '../../platform/errors.ts';
import { reasonGiven } from '../../platform/fields.ts';
import { linkTo } from '../../platform/links.ts';
import { log } from '../../platform/log.ts';
import { timeShown } from '../../platform/present.ts';
import { readOr } from '../../platform/web.ts';
import { landTopUp } from '../balance/land-top-up.ts';
import { GATEWAYS } from '../gateways/index.ts';
import { readyGateway } from '../gateways/set-up.ts';
import { askGateway, canAsk, verdictOn } from '../pay/ask-gateway.ts';
import { confirmByHand } from '../pay/confirm-by-hand.ts';
import { paymentShown, refundShown, SOURCES, verdictShown } from '../present.ts';
import { refundsOf } from '../refunds/request-refund.ts';
import type { PaymentEventRow, PaymentRow } from '../tables.ts';
import { contentLines } from './event-content.ts';
import { paymentsPage, readAsked } from './list-payments.ts';

/** Every payment, for operators: what was asked for, what gateways said of it. */
export const paymentRoutes = Router();
const place = '/payments';

paymentRoutes.get(place, requires('shop.read'), async (req, res) => {
  const asked = readAsked(req.query);
  const { payments, next } = await paymentsPage(db, asked);
  const { state, gateway, number } = asked;
  const keep = { state, gateway, number };
  res.page('payments/list', {
    title: '支付',
    ...{ payments, asked, tabs: tabs(req) },
    gateways: GATEWAYS.map(({ name, title }) => ({ value: name, label: title })),
    pager: {
      previous_href: asked.before === undefined ? null : linkTo(place, keep),
      next_href: next === null ? null : linkTo(place, { ...keep, before: next }),
    },
  });
});

paymentRoutes.get(`${place}/:payment_no`, requires('shop.read'), async (req, res) => {
  await showPayment(req, res);
});

const Confirmation = z.object({
  reason: reasonGiven('请写明凭什么确认到账，例如银行流水'),
  trade_no: z.string().trim().max(80, '太长了').default(''),
});

paymentRoutes.post(
  `${place}/:payment_no/confirmation`,
  requires('money.manage'),
  async (req, res) => {
    const form = readOr(Confirmation, req.body);
    if (!form.ok) return showPayment(req, res.status(422), form.fields);
    const { payment_no } = await paymentOfRequest(req);
    await inTransaction(async (trx) => {
      const paid = await confirmByHand(trx, payment_no, form.data, userOf(req).actor);
      if (paid.purpose === 'top_up') await landTopUp(trx, paid);
    });
    res.flash('success', '已确认到账，几秒内自动发货或入账');
    res.redirect(303, `${place}/${payment_no}`);
  },
);

/** Asks the gateway now; money that it has lands as any other. */
paymentRoutes.post(`${place}/:payment_no/inquiry`, requires('money.manage'), async (req, res) => {
  const payment = await paymentOfRequest(req);
  const words = await inquire(payment);
  const subject = `payment:${payment.payment_no}`;
  await inTransaction((trx) => record(trx, userOf(req).actor, 'payment.asked', subject, {}));
  res.flash('info', words);
  res.redirect(303, `${place}/${payment.payment_no}`);
});

async function inquire(payment: PaymentRow): Promise<string> {
  const ready = await readyGateway(payment.gateway);
  if (!ready || !canAsk(ready)) return '这个网关不能查询';
  try {
    const found = await askGateway(ready, payment);
    const verdict = verdictOn(found, payment);
    if (verdict === 'wrong_amount') return '网关收到的金额与订单不同，请核对';
    if (verdict !== 'paid') return '网关说还没有支付';
  } catch (error) {
    log.warn('gateway does not answer', { gateway: payment.gateway, error });
    return '网关没有应答，请稍后再试';
  }
  if (payment.status === 'paid') return '网关说已支付，与这里一致';
  await db('payments').where({ id: payment.id }).update({ ask_due_at: now() });
  return '网关说已支付，几秒内自动到账';
}

async function paymentOfRequest(req: Request): Promise<PaymentRow> {
  const payment_no = String(req.params['payment_no']);
  return must(await db('payments').where({ payment_no }).first(), '支付单');
}

async function showPayment(req: Request, res: Response, fields: FieldErrors = {}): Promise<void> {
  const row = await paymentOfRequest(req);
  const { id: payment_id, gateway } = row;
  const ready = await readyGateway(gateway);
  const events = await db('payment_events').where({ payment_id }).orderBy('id', 'desc').limit(100);
  const may = (permission: 'money.manage' | 'audit.read') => userOf(req).may(permission);
  const body = typeof req.body === 'object' && req.body !== null ? req.body : {};
  res.page('payments/payment', {
    title: `支付 ${row.payment_no}`,
    ...{ payment: paymentShown(row), fields, may_audit: may('audit.read') },
    values: { reason: String(body.reason ?? ''), trade_no: String(body.trade_no ?? '') },
    events: events.map(eventShown),
    refunds: (await refundsOf(db, payment_id)).map((refund) => refundShown({ ...refund, gateway })),
    may_confirm: may('money.manage') && row.status !== 'paid',
    may_ask: may('money.manage') && ready !== undefined && canAsk(ready),
  });
}

function eventShown(row: PaymentEventRow) {
  return {
    at: timeShown(row.at),
    source: SOURCES[row.source],
    badge: verdictShown(row.verdict),
    lines: contentLines(row),
  };
}

/** The pages about money, those that this person may open. */
export function tabs(req: Request): { label: string; items: object[] } {
  const { may } = userOf(req);
  const all = [
    { href: '/payments', label: '支付', needs: 'shop.read' },
    { href: '/refunds', label: '退款', needs: 'shop.read' },
    { href: '/reconciliations', label: '对账', needs: 'shop.read' },
    { href: '/balances', label: '余额', needs: 'shop.read' },
    { href: '/gateways', label: '支付方式', needs: 'settings.manage' },
  ] as const;
  const items = all
    .filter(({ needs }) => may(needs))
    .map(({ href, label }) => ({ href, label, active: req.path === href }));
  return { label: '钱款', items };
}
