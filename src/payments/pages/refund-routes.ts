import { type Request, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { linkTo } from '../../platform/links.ts';
import { read } from '../../platform/web.ts';
import { refundShown } from '../present.ts';
import { finishByHand, retryRefund, switchRefund } from '../refunds/refund-acts.ts';
import type { RefundRow } from '../tables.ts';
import { pageKey } from './list-payments.ts';
import { tabs } from './payment-routes.ts';

/** Refunds: what goes back, and what a person has to do about it. */
export const refundRoutes = Router();
const manages = requires('money.manage');
const place = '/refunds';
const PAGE = 50;

const STATES = ['wanted', 'by_hand', 'failed', 'done'] as const;

refundRoutes.get(place, requires('shop.read'), async (req, res) => {
  const state = STATES.find((one) => one === req.query['state']) ?? '';
  const before = pageKey(req.query['before']);
  const { refunds, next } = await refundsPage(db, state, before);
  res.page('payments/refunds', {
    title: '退款',
    ...{ refunds, state, tabs: tabs(req), may_manage: userOf(req).may('money.manage') },
    pager: {
      previous_href: before === undefined ? null : linkTo(place, { state }),
      next_href: next === null ? null : linkTo(place, { state, before: next }),
    },
  });
});

async function refundsPage(db: Db, state: string, before: number | undefined) {
  const rows = await db('refunds')
    .join('payments', 'payments.id', 'refunds.payment_id')
    .modify((query) => {
      if (state === 'by_hand')
        query.where('refunds.state', 'wanted').where('refunds.way', 'by_hand');
      else if (state) query.where('refunds.state', state);
      if (before !== undefined) query.where('refunds.id', '<', before);
    })
    .orderBy('refunds.id', 'desc')
    .limit(PAGE + 1)
    .select<(RefundRow & { payment_no: string; gateway: string })[]>(
      'refunds.*',
      'payments.payment_no',
      'payments.gateway',
    );
  const shown = rows.slice(0, PAGE);
  return {
    refunds: shown.map(refundShown),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}

refundRoutes.post(`${place}/:refund_no/retry`, manages, async (req, res) => {
  await inTransaction((trx, after) => retryRefund(trx, after, numberOf(req), userOf(req).actor));
  res.flash('success', '已重新提交给网关，稍后刷新查看结果');
  res.redirect(303, place);
});

const Switch = z.object({ way: z.enum(['by_hand', 'balance']) });

refundRoutes.post(`${place}/:refund_no/way`, manages, async (req, res) => {
  const { way } = read(Switch, req.body);
  await inTransaction((trx) => switchRefund(trx, numberOf(req), way, userOf(req).actor));
  res.flash('success', way === 'balance' ? '已退到买家余额' : '已改为人工退款，退完后请在这里登记');
  res.redirect(303, place);
});

const Finish = z.object({ gateway_refund_no: z.string().trim().max(80, '太长了').default('') });

refundRoutes.post(`${place}/:refund_no/completion`, manages, async (req, res) => {
  const { gateway_refund_no } = read(Finish, req.body);
  await inTransaction((trx) =>
    finishByHand(trx, numberOf(req), gateway_refund_no, userOf(req).actor),
  );
  res.flash('success', '已登记为退款完成');
  res.redirect(303, place);
});

const numberOf = (req: Request): string => String(req.params['refund_no']);
