import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { type FieldErrors, must } from '../../platform/errors.ts';
import { reasonGiven } from '../../platform/fields.ts';
import { noStore } from '../../platform/guards.ts';
import { linkTo } from '../../platform/links.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import { sendCsv } from '../../platform/tables/send-csv.ts';
import { writeCsv } from '../../platform/tables/write-csv.ts';
import { read, readOr } from '../../platform/web.ts';
import { pageKey } from '../customer/page-key.ts';
import { indexOf, plainCode } from './code.ts';
import { codesPage, isState, STATES, usesOf, withOwners } from './list-codes.ts';
import { exportCodes, voidCode } from './manage-codes.ts';
import { newCodeRoutes } from './new-code-routes.ts';
import { serviceCodesSetting } from './settings.ts';

/** 备案服务号, for those who sell servers. */
export const serviceCodeRoutes = Router();
const manages = requires('service_code.manage');
const place = '/service-codes';

serviceCodeRoutes.use(place, noStore);

serviceCodeRoutes.get(place, manages, async (req, res) => {
  const text = (name: string) => String(req.query[name] ?? '').trim();
  const state = text('state');
  const asked = {
    state: isState(state) ? state : ('' as const),
    label: text('label').slice(0, 120),
    batch_no: /^FP\w{16}$/.test(text('batch')) ? text('batch') : '',
    before: pageKey(req.query['before']),
  };
  const { codes, batch, next } = await codesPage(asked);
  const keep = (more: Record<string, string>) => {
    const words = { state: asked.state, label: asked.label, batch: asked.batch_no, ...more };
    return linkTo(place, words);
  };
  res.page('service-codes/list', {
    title: '备案服务号',
    ...{ codes, asked, setting: await readSetting(serviceCodesSetting) },
    batch: batch && { ...batch, may_export: batch.source === 'made' && !batch.exported_at },
    states: Object.entries(STATES).map(([value, { label }]) => ({ value, label })),
    may_set: userOf(req).may('settings.manage'),
    pager: {
      previous_href: asked.before === undefined ? null : keep({}),
      next_href: next === null ? null : keep({ before: String(next) }),
    },
  });
});

/** A post, so that no code gets into an address bar or a log. */
serviceCodeRoutes.post(`${place}/lookups`, manages, async (req, res) => {
  const plain = plainCode(String(req.body?.code ?? ''));
  const found = await db('service_codes')
    .where({ code_index: indexOf(plain) })
    .first('code_no');
  if (found) return res.redirect(303, `${place}/${found.code_no}`);
  res.flash('error', '没有这个服务号。请输入完整的服务号');
  res.redirect(303, place);
});

const Setting = z.object({
  needed: z.enum(['never', 'first', 'all'], '请选择'),
  max_uses: z.coerce.number('请填写数字').int('请填写整数').min(1).max(100, '不大于 100'),
});

serviceCodeRoutes.post(`${place}/setting`, requires('settings.manage'), async (req, res) => {
  const setting = read(Setting, req.body);
  await inTransaction(async (trx) => {
    await writeSetting(trx, serviceCodesSetting, setting);
    const subject = 'settings:service_codes';
    await record(trx, userOf(req).actor, 'settings.changed', subject, setting);
  });
  res.flash('success', '已保存');
  res.redirect(303, place);
});

serviceCodeRoutes.use(newCodeRoutes);

/** The codes of a batch in the clear, once. */
serviceCodeRoutes.post(`${place}/batches/:batch_no/export`, manages, async (req, res) => {
  const batch_no = String(req.params['batch_no']);
  const codes = await exportCodes(userOf(req).actor, batch_no);
  const rows = codes.map(({ code, label, max_uses, valid_until }) => [
    ...[code, label, max_uses],
    valid_until ? shownDay(valid_until) : '',
  ]);
  const name = `service-codes-${shownDay(now())}.csv`;
  await sendCsv(res, name, writeCsv([['服务号', '说明', '可用次数', '有效期至'], ...rows]));
});

serviceCodeRoutes.get(`${place}/:code_no`, manages, async (req, res) => {
  await showCode(req, res);
});

const Reason = z.object({
  reason: reasonGiven('请写明原因'),
});

serviceCodeRoutes.post(`${place}/:code_no/voiding`, manages, async (req, res) => {
  const form = readOr(Reason, req.body);
  if (!form.ok) return showCode(req, res.status(422), form.fields);
  await voidCode(userOf(req).actor, String(req.params['code_no']), form.data.reason);
  res.flash('success', '已作废');
  res.redirect(303, `${place}/${String(req.params['code_no'])}`);
});

async function showCode(req: Request, res: Response, fields: FieldErrors = {}): Promise<void> {
  const code_no = String(req.params['code_no']);
  const row = must(await db('service_codes').where({ code_no }).first(), '服务号');
  const [code] = await withOwners(db, [row]);
  res.page('service-codes/code', {
    title: '备案服务号',
    ...{ code, fields, uses: await usesOf(db, row.id) },
    may_audit: userOf(req).may('audit.read'),
    may_read: userOf(req).may('filing.read_all'),
    reason: typeof req.body?.reason === 'string' ? req.body.reason : '',
  });
}
