import { type Request, Router } from 'express';
import { z } from 'zod';
import { db, inTransaction } from '../platform/db.ts';
import { must } from '../platform/errors.ts';
import { reasonGiven } from '../platform/fields.ts';
import { linkTo } from '../platform/links.ts';
import { requires, userOf } from '../platform/permitted.ts';
import { read, wantsJson } from '../platform/web.ts';
import { chainEntries, chainHead } from './chain.ts';
import { entryNumbered, listEntries } from './list-entries.ts';
import { openActor, shownCheck, shownEntry } from './present.ts';
import { record } from './record.ts';
import type { AuditEntryRow } from './tables.ts';
import { nextCheck, verifyAndKeep } from './verify.ts';

const day = z
  .union([z.literal(''), z.iso.date('日期格式不正确')])
  .optional()
  .default('');
const text = z.string().trim().max(150).optional().default('');
const id = z.coerce.number().int().positive().optional().catch(undefined);
const Wanted = z.object({
  action: text,
  subject: text,
  actor_id: id,
  before: id,
  from: day,
  to: day,
});
const Reason = z.object({ reason: reasonGiven('请写明为什么要看') });

export const routes = Router();
const mayRead = requires('audit.read');

routes.get('/audit', mayRead, async (req, res) => {
  const wanted = read(Wanted, req.query);
  const { actor_id = null, before = null, ...rest } = wanted;
  const { entries, next } = await listEntries(db, { ...rest, actor_id, before });
  res.page('audit/list', {
    title: '审计记录',
    entries: entries.map(shownEntry),
    values: { ...rest, actor_id: actor_id ?? '' },
    check: shownCheck(await chainHead(db), await nextCheck(db)),
    next_href: next && linkTo('/audit', { ...wanted, before: next }),
    first_href: before && linkTo('/audit', { ...wanted, before: undefined }),
  });
});

/** Chains what is there and reads the whole chain. */
routes.post('/audit/verifications', mayRead, async (req, res) => {
  await chainEntries();
  const check = await verifyAndKeep(db);
  await inTransaction((trx) =>
    record(trx, userOf(req).actor, 'audit.verified', 'audit:chain', {
      ok: check.ok,
      entries: check.entries,
    }),
  );
  if (check.ok) res.flash('success', `校验通过，共 ${check.entries} 条`);
  else res.flash('error', '校验未通过，请立即保全数据库和备份');
  res.redirect(303, '/audit');
});

routes.get('/audit/:entry_no', mayRead, async (req, res) => {
  const entry = await entryIn(req);
  res.page('audit/entry', {
    title: '审计记录',
    entry: shownEntry(entry),
    may_reveal: userOf(req).may('personal.reveal'),
  });
});

routes.get('/audit/:entry_no/actor', mayRead, requires('personal.reveal'), async (req, res) => {
  const { entry_no } = await entryIn(req);
  res.page('audit/actor', { title: '查看操作人', entry_no, value: null });
});

/** Opens name and address of who did it, for an auditor who says why. */
routes.post('/audit/:entry_no/actor', mayRead, requires('personal.reveal'), async (req, res) => {
  const { reason } = read(Reason, req.body);
  const entry = await entryIn(req);
  const { entry_no } = entry;
  await inTransaction((trx) =>
    record(trx, userOf(req).actor, 'audit.actor_shown', `audit:${entry_no}`, { reason }),
  );
  const { name, ip } = openActor(entry);
  const value = ip ? `${name}（${ip}）` : name;
  if (wantsJson(req)) return void res.json({ value });
  res.page('audit/actor', { title: '查看操作人', entry_no, value });
});

async function entryIn(req: Request): Promise<AuditEntryRow> {
  return must(await entryNumbered(db, String(req.params['entry_no'])), '审计记录');
}
