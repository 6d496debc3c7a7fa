import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { type FieldErrors, must, UserError } from '../../platform/errors.ts';
import { reasonGiven } from '../../platform/fields.ts';
import { timeShown } from '../../platform/present.ts';
import { read, readOr } from '../../platform/web.ts';
import { GATEWAYS, gatewayTitle } from '../gateways/index.ts';
import { beginReconciliation } from '../reconcile/begin.ts';
import { readBill, unfit } from '../reconcile/bill.ts';
import { FAULTS } from '../reconcile/compare.ts';
import { compareBill } from '../reconcile/compare-bill.ts';
import { yesterday } from '../reconcile/days.ts';
import type { ReconciliationItemRow, ReconciliationRow } from '../tables.ts';
import { oneBill } from './bill-upload.ts';
import { tabs } from './payment-routes.ts';

/** Each day against each gateway: what was repaired, and what a person must look at. */
export const reconciliationRoutes = Router();
const place = '/reconciliations';
const reads = requires('shop.read');
const manages = requires('money.manage');
const SHOWN = 60;

const askable = GATEWAYS.filter(({ find, name }) => find !== undefined && name !== 'sandbox');

reconciliationRoutes.get(place, reads, async (req, res) => {
  await showList(req, res, {}, {});
});

const Begin = z.object({
  gateway: z.enum(
    GATEWAYS.filter(({ find }) => find).map(({ name }) => name),
    '请选择支付方式',
  ),
  day: z.iso.date('请选择日期').refine((day) => day <= shownDay(now()), '这一天还没有到'),
});

reconciliationRoutes.post(place, manages, async (req, res) => {
  const form = readOr(Begin, req.body);
  if (!form.ok) return showList(req, res.status(422), req.body ?? {}, form.fields);
  const wanted = { ...form.data, source: 'asked' as const };
  const no = await inTransaction((trx) => beginReconciliation(trx, wanted, userOf(req).actor));
  res.redirect(303, `${place}/${no}`);
});

/** A bill as it was downloaded from the gateway. */
reconciliationRoutes.post(`${place}/bills`, manages, oneBill, async (req, res) => {
  const form = readOr(Begin, req.body);
  if (!form.ok) return showList(req, res.status(422), req.body ?? {}, form.fields);
  try {
    if (!req.file) throw unfit('请选择账单文件');
    const lines = await readBill(req.file.buffer);
    const no = await compareBill(form.data, lines, userOf(req).actor);
    res.redirect(303, `${place}/${no}`);
  } catch (error) {
    if (!(error instanceof UserError) || !error.fields['file']) throw error;
    await showList(req, res.status(422), req.body ?? {}, error.fields);
  }
});

reconciliationRoutes.get(`${place}/:reconciliation_no`, reads, async (req, res) => {
  const row = await rowOf(req);
  const items = await db('reconciliation_items')
    .where({ reconciliation_id: row.id })
    .orderByRaw("state = 'open' desc, id")
    .limit(500);
  res.page('payments/reconciliation', {
    title: '对账',
    one: { ...shown(row), open: items.filter(({ state }) => state === 'open').length },
    items: items.map(itemShown),
    may_manage: userOf(req).may('money.manage'),
  });
});

const Resolve = z.object({
  item: z.coerce.number().int(),
  reason: reasonGiven('请写明怎么处理的'),
});

reconciliationRoutes.post(`${place}/:reconciliation_no/resolutions`, manages, async (req, res) => {
  const { id, reconciliation_no } = await rowOf(req);
  const { item, reason } = read(Resolve, req.body);
  await inTransaction(async (trx) => {
    const { id: resolved_by, actor } = userOf(req);
    const resolved = await trx('reconciliation_items')
      .where({ id: item, reconciliation_id: id, state: 'open' })
      .update({ state: 'resolved', reason, resolved_by, resolved_at: now() });
    if (resolved !== 1) throw new UserError('conflict', '这一条已经处理过，请刷新页面');
    const subject = `reconciliation:${reconciliation_no}`;
    await record(trx, actor, 'reconciliation.resolved', subject, { item, reason });
  });
  res.flash('success', '已登记');
  res.redirect(303, `${place}/${reconciliation_no}`);
});

async function rowOf(req: Request): Promise<ReconciliationRow> {
  const reconciliation_no = String(req.params['reconciliation_no']);
  return must(await db('reconciliations').where({ reconciliation_no }).first(), '对账');
}

async function showList(
  req: Request,
  res: Response,
  typed: Record<string, unknown>,
  fields: FieldErrors,
): Promise<void> {
  const rows = await db('reconciliations').orderBy('id', 'desc').limit(SHOWN);
  const faults = await faultsOf(
    db,
    rows.map(({ id }) => id),
  );
  res.page('payments/reconciliations', {
    title: '对账',
    tabs: tabs(req),
    rows: rows.map((row) => ({ ...shown(row), ...(faults.get(row.id) ?? { open: 0, all: 0 }) })),
    values: { gateway: String(typed['gateway'] ?? ''), day: String(typed['day'] ?? yesterday()) },
    fields,
    gateways: askable.map(({ name, title }) => ({ value: name, label: title })),
    may_manage: userOf(req).may('money.manage'),
  });
}

async function faultsOf(db: Db, ids: number[]) {
  const rows = await db('reconciliation_items')
    .whereIn('reconciliation_id', ids)
    .groupBy('reconciliation_id')
    .select<{ id: number; all: number; open: number | string }[]>(
      'reconciliation_id as id',
      db.raw('count(*) as `all`'),
      db.raw("sum(state = 'open') as open"),
    );
  return new Map(rows.map(({ id, all, open }) => [id, { all, open: Number(open) }]));
}

function shown(row: ReconciliationRow) {
  return {
    reconciliation_no: row.reconciliation_no,
    gateway: gatewayTitle(row.gateway),
    day: row.day,
    source: row.source === 'bill' ? '账单文件' : '逐笔查询',
    by: row.made_by === null ? '每晚自动' : '人工',
    is_running: row.state === 'running',
    badge:
      row.state === 'running' ? { text: '进行中', tone: 'wait' } : { text: '已完成', tone: 'ok' },
    progress: row.total > 0 ? Math.min(100, Math.round((row.checked / row.total) * 100)) : 100,
    counted: `${row.checked} / ${row.total}`,
    begun: timeShown(row.created_at),
    done: row.done_at && timeShown(row.done_at),
  };
}

const ITEM_STATES = {
  open: { text: '待处理', tone: 'bad' },
  repaired: { text: '已自动补单', tone: 'ok' },
  resolved: { text: '已处理', tone: 'idle' },
} as const;

function itemShown(row: ReconciliationItemRow) {
  const words: Record<string, string> = FAULTS;
  return {
    id: row.id,
    payment_no: row.payment_no,
    is_known: row.payment_id !== null,
    fault: words[row.fault] ?? row.fault,
    ours: row.ours,
    theirs: row.theirs,
    badge: ITEM_STATES[row.state],
    reason: row.reason,
    is_open: row.state === 'open',
  };
}
