import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { namesOf, requires, userOf } from '../../../accounts/index.ts';
import { record } from '../../../audit/index.ts';
import { db, inTransaction } from '../../../platform/db.ts';
import { must, UserError } from '../../../platform/errors.ts';
import { reasonGiven } from '../../../platform/fields.ts';
import { noStore } from '../../../platform/guards.ts';
import { timeShown } from '../../../platform/present.ts';
import { read, readOr, wantsJson } from '../../../platform/web.ts';
import { PROVINCES, provinceName } from '../../provinces/index.ts';
import {
  type AuditRow,
  auditNumbered,
  checkItem,
  closeAudit,
  type ItemRow,
  itemsOf,
  marksOf,
  openAudit,
} from './audits.ts';
import { itemPage } from './item-page.ts';
import { accuracyOf, isRight, isWhole, LINES, lineNames, VERDICTS } from './lines.ts';

/** Our own audits of how true the filed records are. */
export const selfAuditRoutes = Router();
const sees = requires('filing.read_all');
const acts = requires('filing.review');
const reveals = requires('personal.reveal');
const place = '/self-audits';
const MOST = 100;
selfAuditRoutes.use(place, noStore);

selfAuditRoutes.get(place, sees, (req, res) => showList(req, res, {}));

const Opening = z.object({
  province_code: z.string({ error: '请选择' }).regex(/^(\d{6})?$/, '请选择'),
});

selfAuditRoutes.post(place, acts, async (req, res) => {
  const form = readOr(Opening, req.body);
  if (!form.ok) return showList(req, res.status(422), form.fields);
  const user = userOf(req);
  try {
    const audit_no = await openAudit(form.data.province_code, { ...user.actor, id: user.id });
    res.redirect(303, `${place}/${audit_no}`);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'unprocessable') throw error;
    await showList(req, res.status(422), error.fields);
  }
});

async function showList(req: Request, res: Response, fields: Record<string, string>) {
  const audits = await db('self_audits').orderBy('id', 'desc').limit(MOST);
  const items = await itemsOf(
    db,
    audits.map(({ id }) => id),
  );
  const names = await namesOf(db, [...new Set(audits.map(({ opened_by }) => opened_by))]);
  res.page('watch/self-audits', {
    title: '准确率自查',
    audits: audits.map((audit) => ({
      ...shownAudit(audit, items),
      opened_by: names.get(audit.opened_by) ?? '',
    })),
    provinces: PROVINCES.map(({ code, name }) => ({ value: code, label: name })),
    may_act: userOf(req).may('filing.review'),
    value: String(req.body?.province_code ?? ''),
    fields,
  });
}

function shownAudit(audit: AuditRow, items: readonly ItemRow[]) {
  const own = items.filter(({ audit_id }) => audit_id === audit.id);
  const { audit_no, province_code, population, seed, opened_at, closed_at } = audit;
  return {
    ...{ audit_no, population, seed, href: `${place}/${audit_no}` },
    province: province_code ? provinceName(province_code) : '全部省份',
    accuracy: accuracyOf(own.map(marksOf)),
    opened: timeShown(opened_at),
    closed: closed_at && timeShown(closed_at),
  };
}

selfAuditRoutes.get(`${place}/:audit_no`, sees, async (req, res) => {
  await showAudit(req, res, 'watch/self-audit');
});

/** To be printed and kept: what was drawn, how, and what was found. */
selfAuditRoutes.get(`${place}/:audit_no/report`, sees, async (req, res) => {
  res.locals.layout = 'print';
  await showAudit(req, res, 'watch/self-audit-report');
});

async function showAudit(req: Request, res: Response, view: string): Promise<void> {
  const audit = await auditNumbered(db, String(req.params['audit_no']));
  const items = await itemsOf(db, [audit.id]);
  const people = [audit.opened_by, ...items.flatMap(({ checked_by }) => checked_by ?? [])];
  const names = await namesOf(db, [...new Set(people)]);
  const counted = items.map((item) => ({ item, marks: marksOf(item) }));
  res.page(view, {
    title: '准确率自查',
    audit: { ...shownAudit(audit, items), opened_by: names.get(audit.opened_by) ?? '' },
    items: counted.map(({ item, marks }) => ({
      href: `${place}/${audit.audit_no}/items/${item.position}`,
      ...{ position: item.position, entity_no: item.entity_no, note: item.note },
      state: !isWhole(marks) ? 'waiting' : isRight(marks) ? 'right' : 'wrong',
      wrong: lineNames.filter((line) => marks[line] === 'wrong').map((line) => LINES[line].label),
      by: names.get(item.checked_by ?? 0) ?? null,
    })),
    lines: lineNames.map((line) => ({
      label: LINES[line].label,
      right: counted.filter(({ marks }) => marks[line] === 'right').length,
      wrong: counted.filter(({ marks }) => marks[line] === 'wrong').length,
    })),
    may_act: userOf(req).may('filing.review') && audit.closed_at === null,
  });
}

selfAuditRoutes.post(`${place}/:audit_no/closing`, acts, async (req, res) => {
  const audit = await auditNumbered(db, String(req.params['audit_no']));
  await closeAudit(audit, userOf(req).actor);
  res.flash('success', '自查已完成');
  res.redirect(303, `${place}/${audit.audit_no}`);
});

const item = `${place}/:audit_no/items/:position`;

selfAuditRoutes.get(item, sees, (req, res) => showItem(req, res, {}));

const verdict = z.enum(Object.keys(VERDICTS) as [string, ...string[]], '请选择'); // keys of a literal
const Checking = z.object({
  ...Object.fromEntries(lineNames.map((line) => [line, verdict])),
  note: z.string().trim().max(500, '请控制在 500 字以内').default(''),
});

selfAuditRoutes.post(item, acts, async (req, res) => {
  const { audit, row } = await itemIn(req);
  const form = readOr(Checking, req.body);
  if (!form.ok) return showItem(req, res.status(422), form.fields);
  const { note, ...marks } = form.data;
  await checkItem(audit, row, { marks, note }, userOf(req).actor);
  const next = (await itemsOf(db, [audit.id])).find((one) => !isWhole(marksOf(one)));
  const at = `${place}/${audit.audit_no}`;
  res.flash('success', '已保存');
  res.redirect(303, next ? `${at}/items/${next.position}` : at);
});

async function showItem(req: Request, res: Response, fields: Record<string, string>) {
  const { audit, row } = await itemIn(req);
  const page = await itemPage(db, row);
  const posted: Record<string, unknown> = req.body ?? {};
  const value = (name: string, kept: string) => String(posted[name] ?? kept);
  res.page('watch/self-audit-item', {
    title: '准确率自查',
    audit_no: audit.audit_no,
    item: {
      ...page,
      note: value('note', page.note),
      lines: page.lines.map((line) => ({ ...line, value: value(line.name, line.value) })),
    },
    verdicts: Object.entries(VERDICTS).map(([key, label]) => ({ value: key, label })),
    may_act: userOf(req).may('filing.review') && audit.closed_at === null,
    may_reveal: userOf(req).may('personal.reveal'),
    fields,
  });
}

const Reason = z.object({ reason: reasonGiven('请写明为什么要看') });

selfAuditRoutes.get(`${item}/people`, sees, reveals, async (req, res) => {
  const { audit, row } = await itemIn(req);
  showPeople(res, audit, row, null);
});

/** Opens people, certificates and phones of one record, for somebody who says why. */
selfAuditRoutes.post(`${item}/people`, sees, reveals, async (req, res) => {
  const { audit, row } = await itemIn(req);
  const { reason } = read(Reason, req.body);
  const details = { position: row.position, reason };
  await inTransaction((trx) =>
    record(trx, userOf(req).actor, 'self_audit.revealed', `self_audit:${audit.audit_no}`, details),
  );
  const { lines } = await itemPage(db, row, true);
  if (wantsJson(req))
    res.json({ value: lines.map((line) => `${line.label}：${line.filed}`).join('；') });
  else showPeople(res, audit, row, lines);
});

function showPeople(res: Response, audit: AuditRow, row: ItemRow, lines: object[] | null): void {
  const back = `${place}/${audit.audit_no}/items/${row.position}`;
  res.page('watch/self-audit-people', { title: '查看个人信息', back, lines });
}

async function itemIn(req: Request): Promise<{ audit: AuditRow; row: ItemRow }> {
  const audit = await auditNumbered(db, String(req.params['audit_no']));
  const position = Number(req.params['position']);
  const row = Number.isInteger(position)
    ? await db('self_audit_items').where({ audit_id: audit.id, position }).first()
    : undefined;
  return { audit, row: must(row, '记录') };
}
